# SPDX-License-Identifier: GPL-2.0-or-later
TEST_EXTENSIONS = .py .sh
PY_LOG_COMPILER = $(PYTHON3)
SH_LOG_COMPILER = sh

dist_check_SCRIPTS += %D%/checks/headers.sh %D%/checks/layers.sh \
	%D%/checks/layers-planted.sh
TESTS += %D%/checks/headers.sh %D%/checks/layers.sh \
	%D%/checks/layers-planted.sh
