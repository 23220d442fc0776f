# SPDX-License-Identifier: GPL-2.0-or-later
systemdunitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d

units_made = %D%/medlitd.service %D%/medlit-sync.service
nodist_systemdunit_DATA = $(units_made)
dist_systemdunit_DATA = %D%/medlit-sync.timer
EXTRA_DIST += %D%/medlitd.service.in %D%/medlit-sync.service.in \
	%D%/medlit.sysusers
CLEANFILES += $(units_made)
all-local: $(units_made)

$(units_made): %D%/%.service: %D%/%.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SED) -e 's|@bindir[@]|$(bindir)|g' \
		-e 's|@sbindir[@]|$(sbindir)|g' $(srcdir)/$@.in > $@.tmp && \
		mv $@.tmp $@

install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(sysusersdir)'
	$(INSTALL_DATA) $(srcdir)/%D%/medlit.sysusers \
		'$(DESTDIR)$(sysusersdir)/medlit.conf'

uninstall-local:
	rm -f '$(DESTDIR)$(sysusersdir)/medlit.conf'

dist_check_SCRIPTS += tests/checks/units.sh
TESTS += tests/checks/units.sh
