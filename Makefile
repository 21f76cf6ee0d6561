# Kaowu: one non-recursive Makefile. `make` builds build/bin, `make help` lists the rest.
# Knobs: CC CFLAGS PREFIX DESTDIR, SANITIZE=1 (own build folder), WERROR=1; config.mk may set them.
-include config.mk

CC      ?= cc
PREFIX  ?= /usr/local
ifdef SANITIZE
B       := build-san
OPT     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else
B       := build
OPT     := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
endif
CFLAGS  ?= -g
VERSION := 0.1

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wformat=2 -Wwrite-strings -Wundef -Wconversion -Wno-sign-conversion -Wno-format-nonliteral
ifdef WERROR
WARN += -Werror
endif
override CFLAGS += -std=c17 -D_GNU_SOURCE -DKAOWU_VERSION='"$(VERSION)"' $(OPT) $(WARN) \
	-include common/base/banned.h -I$(B)/gen -Icommon -MMD -MP
LDFLAGS += $(OPT) -Wl,--as-needed
LIBS    := -lsqlite3 -lcsv -lxlsxwriter -lhpdf -ljpeg -lsodium -lnettle -lcrypt -lqrencode -lharfbuzz-subset -lharfbuzz -lpcre2-8 -ldeflate -lm

# One short line a file; V=1 shows the commands.
Q = @$(if $(V),set -x;,printf '  %s\n' '$@';)

# A tool is cmd/NAME.c, or cmd/NAME/*.c where it has modules of its own.
TOOLS   := $(sort $(basename $(notdir $(wildcard cmd/*.c))) $(patsubst cmd/%/main.c,%,$(wildcard cmd/*/main.c)))
LIBSRC  := $(wildcard common/*/*.c)
SCHEMA  := $(sort $(wildcard common/store/schema/*.sql))
UNIT    := $(basename $(notdir $(wildcard tests/unit/*.c)))
FUZZ    := $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
GEN     := $(wildcard tests/gen/*.c)
LIBOBJ  := $(LIBSRC:%.c=$(B)/obj/%.o) $(B)/obj/schema.o

all: $(B)/.deps-build $(TOOLS:%=$(B)/bin/%) $(B)/share/kaowu/channels/.stamp

$(B)/.deps-%: scripts/deps
	@mkdir -p $(@D)
	@scripts/deps $*
	@touch $@

$(B)/obj/%.o: %.c Makefile | $(B)/.deps-build
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<

$(B)/gen/schema.c: $(SCHEMA) scripts/embed-sql
	@mkdir -p $(@D)
	@scripts/embed-sql $(SCHEMA) > $@
$(B)/obj/schema.o: $(B)/gen/schema.c Makefile | $(B)/.deps-build
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<

$(B)/libkaowu.a: $(LIBOBJ)
	@rm -f $@
	$(Q)ar rcs $@ $^

define tool
$(B)/bin/$(1): $$(patsubst %.c,$(B)/obj/%.o,$$(wildcard cmd/$(1).c cmd/$(1)/*.c)) $(B)/libkaowu.a
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
endef
$(foreach t,$(TOOLS),$(eval $(call tool,$(t))))

$(B)/share/kaowu/channels/.stamp: $(wildcard common/channels/*.conf)
	@mkdir -p $(@D)
	@rm -f $(@D)/*.conf
	@[ -z "$^" ] || cp $^ $(@D)/
	@touch $@

$(B)/tests/unit/%: $(B)/obj/tests/unit/%.o $(B)/libkaowu.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)
$(B)/tests/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/replay.o $(B)/libkaowu.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)
$(B)/tests/office-gen: $(GEN:%.c=$(B)/obj/%.o) $(B)/libkaowu.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

testprogs: $(UNIT:%=$(B)/tests/unit/%) $(FUZZ:%=$(B)/tests/fuzz/%) $(if $(GEN),$(B)/tests/office-gen)

check: all testprogs $(B)/.deps-check
	@B=$(B) scripts/check
check-san:
	@$(MAKE) SANITIZE=1 check
demo: all $(if $(GEN),$(B)/tests/office-gen) $(B)/.deps-build
	@B=$(B) scripts/demo
bench: all $(if $(GEN),$(B)/tests/office-gen) $(B)/.deps-bench
	@B=$(B) scripts/bench
lint: all $(B)/.deps-dev compile_commands.json
	@B=$(B) scripts/lint
# Search for new inputs with libFuzzer: make fuzz T=csvin SECONDS=60
fuzz: $(B)/.deps-dev $(B)/gen/schema.c
	@B=$(B) scripts/fuzz $(T) $(SECONDS)

compile_commands.json: Makefile $(LIBSRC) $(wildcard cmd/*.c cmd/*/*.c)
	@CC='$(CC)' CFLAGS='$(CFLAGS)' scripts/compile-commands $^ > $@

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/kaowu/channels
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 755 $(TOOLS:%=$(B)/bin/%) $(DESTDIR)$(PREFIX)/bin
	install -m 644 common/channels/*.conf $(DESTDIR)$(PREFIX)/share/kaowu/channels
	for s in 1 5 7; do install -m 644 man/*.$$s $(DESTDIR)$(PREFIX)/share/man/man$$s; done
uninstall:
	cd $(DESTDIR)$(PREFIX)/bin && rm -f $(TOOLS)
	cd $(DESTDIR)$(PREFIX)/share/man && for m in $(notdir $(wildcard man/*)); do rm -f man?/$$m; done
	rm -rf $(DESTDIR)$(PREFIX)/share/kaowu

clean:
	rm -rf build build-san compile_commands.json
help:
	@echo 'make          build/bin'
	@echo 'make demo     a whole exam year on generated data, in build/demo'
	@echo 'make check    every test; check-san: the same under ASan, UBSan and LSan'
	@echo 'make lint     clang-tidy, shellcheck, mandoc, headers, layers'
	@echo 'make bench    ratios against peers, side by side'
	@echo 'make fuzz T=csvin SECONDS=60'
	@echo 'make install PREFIX=/usr/local DESTDIR='

.PHONY: all testprogs check check-san demo bench lint fuzz install uninstall clean help
.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
