# SPDX-License-Identifier: GPL-2.0-or-later
include %D%/reader/local.mk
