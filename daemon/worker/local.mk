# SPDX-License-Identifier: GPL-2.0-or-later
# The inside of a worker.
noinst_LTLIBRARIES += libservice.la
libservice_la_SOURCES = %D%/clause.c %D%/clock.c %D%/clock.h %D%/comparison.c \
	%D%/comparison.h %D%/complete.c %D%/complete.h %D%/component.c \
	%D%/component.h %D%/count.c %D%/count.h %D%/dated.c %D%/dated.h \
	%D%/directive.c %D%/directive.h %D%/doubt.c %D%/engine.h %D%/expand.c \
	%D%/expand.h %D%/explain.c %D%/explain.h %D%/explain_written.c \
	%D%/fault.c %D%/fault.h %D%/feedback.c %D%/feedback.h %D%/field.c \
	%D%/field.h %D%/filter.c %D%/filter.h %D%/heading.c %D%/heading.h \
	%D%/hit_field.c %D%/hit_field.h %D%/identifier.c %D%/identifier.h \
	%D%/json.c %D%/json.h %D%/lexeme.c %D%/lexeme.h %D%/lexeme_internal.h \
	%D%/lexeme_note.c %D%/lexeme_ovid.c %D%/lexeme_settle.c \
	%D%/lexeme_tag.c %D%/like.c %D%/like.h %D%/mark.c %D%/mark.h \
	%D%/match.c %D%/match.h %D%/match_internal.h %D%/match_tree.c \
	%D%/nearness.c %D%/nearness.h %D%/node.c %D%/node.h %D%/pack.c \
	%D%/pack.h %D%/paper.c %D%/paper.h %D%/parse.c %D%/parse.h %D%/query.c \
	%D%/query.h %D%/query_concept.c %D%/query_internal.h %D%/query_word.c \
	%D%/quote.c %D%/quote.h %D%/rank.c %D%/rank.h %D%/relax.c %D%/relax.h \
	%D%/reply.c %D%/reply.h %D%/reply_explain.c %D%/reply_internal.h \
	%D%/report.c %D%/report.h %D%/report_analysis.c %D%/request.c \
	%D%/request.h %D%/request_pairs.c %D%/request_pairs.h %D%/revise.c \
	%D%/revise.h %D%/scaffold.c %D%/scaffold.h %D%/search.c %D%/search.h \
	%D%/sense.c %D%/sense.h %D%/service.c %D%/service.h %D%/share.c \
	%D%/share.h %D%/snapshot.c %D%/snapshot.h %D%/snippet.c %D%/snippet.h \
	%D%/strategy.c %D%/strategy.h %D%/strategy_count.c \
	%D%/strategy_count.h %D%/strategy_line.c %D%/suggest.c %D%/suggest.h \
	%D%/suggest_internal.h %D%/suggest_options.c %D%/suggest_papers.c \
	%D%/syntax.c %D%/syntax.h %D%/syntax_filter.c %D%/syntax_internal.h \
	%D%/syntax_words.c %D%/typed.c %D%/typed.h %D%/unmatched.c \
	%D%/unmatched.h %D%/vocabulary.c %D%/vocabulary.h %D%/worth.c \
	%D%/worth.h %D%/write.c %D%/write.h
libservice_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(ZLIB_CFLAGS)
libservice_la_LIBADD = libdaemon.la libindex.la libanalysis.la libdocument.la \
	libbase.la libxapian-c.la $(JANSSON_LIBS) $(ZLIB_LIBS) -lm

pkglibexec_PROGRAMS += medlitd-worker
medlitd_worker_SOURCES = %D%/worker.c
medlitd_worker_LDADD = libservice.la libdaemon.la

if HAVE_CMOCKA
service_tests = test_json test_request test_query test_syntax test_pubmed \
	test_questions test_expand \
	test_comparison test_feedback test_nearness test_scaffold \
	test_revise test_snippet test_service test_service_explain \
	test_service_like test_service_relax test_service_replies \
	test_service_syntax test_service_verbs test_typed
check_PROGRAMS += $(service_tests)
TESTS += $(service_tests)

service_shelf = tests/unit/shelf.c tests/unit/shelf.h
service_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
service_test_libs = libservice.la $(CMOCKA_LIBS) $(JANSSON_LIBS) $(ZLIB_LIBS)

test_json_SOURCES = tests/unit/test_json.c
test_json_CFLAGS = $(service_test_cflags)
test_json_LDADD = $(service_test_libs)
test_request_SOURCES = tests/unit/test_request.c
test_request_CFLAGS = $(service_test_cflags)
test_request_LDADD = $(service_test_libs)
asked_syntax = tests/unit/asked.h tests/unit/syntax_tree.h
test_query_SOURCES = tests/unit/test_query.c tests/unit/asked.h
test_query_CFLAGS = $(service_test_cflags)
test_query_LDADD = $(service_test_libs)
test_scaffold_SOURCES = tests/unit/test_scaffold.c
test_scaffold_CFLAGS = $(service_test_cflags)
test_scaffold_LDADD = $(service_test_libs)
test_comparison_SOURCES = tests/unit/test_comparison.c tests/unit/asked.h
test_comparison_CFLAGS = $(service_test_cflags)
test_comparison_LDADD = $(service_test_libs)
test_nearness_SOURCES = tests/unit/test_nearness.c
test_nearness_CFLAGS = $(service_test_cflags)
test_nearness_LDADD = $(service_test_libs) -lm
test_feedback_SOURCES = tests/unit/test_feedback.c $(service_shelf)
test_feedback_CFLAGS = $(service_test_cflags)
test_feedback_LDADD = $(service_test_libs) -lm
test_syntax_SOURCES = tests/unit/test_syntax.c $(asked_syntax)
test_syntax_CFLAGS = $(service_test_cflags)
test_syntax_LDADD = $(service_test_libs)
test_pubmed_SOURCES = tests/unit/test_pubmed.c $(asked_syntax)
test_pubmed_CFLAGS = $(service_test_cflags)
test_pubmed_LDADD = $(service_test_libs)
test_questions_SOURCES = tests/unit/test_questions.c $(service_shelf)
test_questions_CFLAGS = $(service_test_cflags)
test_questions_LDADD = $(service_test_libs)
test_expand_SOURCES = tests/unit/test_expand.c $(service_shelf)
test_expand_CFLAGS = $(service_test_cflags)
test_expand_LDADD = $(service_test_libs)
test_revise_SOURCES = tests/unit/test_revise.c $(service_shelf)
test_revise_CFLAGS = $(service_test_cflags)
test_revise_LDADD = $(service_test_libs)
test_snippet_SOURCES = tests/unit/test_snippet.c $(service_shelf)
test_snippet_CFLAGS = $(service_test_cflags)
test_snippet_LDADD = $(service_test_libs)
test_typed_SOURCES = tests/unit/test_typed.c $(service_shelf)
test_typed_CFLAGS = $(service_test_cflags)
test_typed_LDADD = $(service_test_libs)
test_service_SOURCES = tests/unit/test_service.c tests/unit/service_shelf.h \
	$(service_shelf)
test_service_CFLAGS = $(service_test_cflags)
test_service_LDADD = $(service_test_libs)
test_service_explain_SOURCES = tests/unit/test_service_explain.c \
	tests/unit/service_shelf.h $(service_shelf)
test_service_explain_CFLAGS = $(service_test_cflags)
test_service_explain_LDADD = $(service_test_libs)
test_service_like_SOURCES = tests/unit/test_service_like.c \
	tests/unit/service_shelf.h $(service_shelf)
test_service_like_CFLAGS = $(service_test_cflags)
test_service_like_LDADD = $(service_test_libs)
test_service_relax_SOURCES = tests/unit/test_service_relax.c \
	tests/unit/service_shelf.h $(service_shelf)
test_service_relax_CFLAGS = $(service_test_cflags)
test_service_relax_LDADD = $(service_test_libs)
test_service_replies_SOURCES = tests/unit/test_service_replies.c \
	tests/unit/service_shelf.h $(service_shelf)
test_service_replies_CFLAGS = $(service_test_cflags)
test_service_replies_LDADD = $(service_test_libs)
test_service_syntax_SOURCES = tests/unit/test_service_syntax.c $(service_shelf)
test_service_syntax_CFLAGS = $(service_test_cflags)
test_service_syntax_LDADD = $(service_test_libs)
test_service_verbs_SOURCES = tests/unit/test_service_verbs.c \
	tests/unit/service_shelf.h $(service_shelf)
test_service_verbs_CFLAGS = $(service_test_cflags)
test_service_verbs_LDADD = $(service_test_libs)
endif
