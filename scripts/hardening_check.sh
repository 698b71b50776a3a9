#!/usr/bin/env bash
# hardening_check.sh PROGRAM...: whether the programs have what cmake/hardening.cmake asks for. Tells all that is missing.
set -euo pipefail

failed=0
# expect PROGRAM TEXT PATTERN WHAT: some line of the text matches.
expect() {
  if ! grep -qE -- "$3" <<<"$2"; then
    echo "$1: $4" >&2
    failed=1
  fi
}
# refuse PROGRAM TEXT PATTERN WHAT: none does.
refuse() {
  if grep -qE -- "$3" <<<"$2"; then
    echo "$1: $4" >&2
    failed=1
  fi
}

for program in "$@"; do
  header=$(readelf -Wh "$program")
  segments=$(readelf -Wl "$program")
  dynamic=$(readelf -Wd "$program")
  symbols=$(readelf -W --dyn-syms "$program")
  expect "$program" "$header" 'Type: +DYN' 'is no position-independent executable'
  expect "$program" "$dynamic" 'FLAGS_1.* PIE' 'is no position-independent executable'
  expect "$program" "$segments" '^ +GNU_RELRO' 'has no RELRO'
  expect "$program" "$dynamic" 'BIND_NOW|FLAGS_1.*NOW' 'binds symbols late, so that its RELRO is partial'
  expect "$program" "$segments" '^ +GNU_STACK .* RW +0x' 'does not say that its stack is not executable'
  refuse "$program" "$segments" '^ +LOAD .* (RWE|WE) ' 'has memory to write to and execute'
  refuse "$program" "$dynamic" 'TEXTREL' 'has relocations in its code'
  refuse "$program" "$dynamic" 'RPATH|RUNPATH' 'looks for libraries outside the system'
  expect "$program" "$symbols" 'UND __stack_chk_fail' 'has no stack protector'
  # These are always replaced where calls are checked; others only where the compiler cannot tell the sizes.
  refuse "$program" "$symbols" 'UND v?(f|s|sn)?printf@' 'has unchecked calls (_FORTIFY_SOURCE)'
done
exit "$failed"
