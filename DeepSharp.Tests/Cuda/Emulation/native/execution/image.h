/// Where the linker put this library: hidden, because other libraries have symbols of the same names.
#pragma once

extern "C" __attribute__((visibility("hidden"))) char __ehdr_start[];
extern "C" __attribute__((visibility("hidden"))) char __bss_start[];
extern "C" __attribute__((visibility("hidden"))) char _end[];
