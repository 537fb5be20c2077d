/// The device language on the host: included before a kernel file, it lets g++ compile the file unchanged.
#pragma once

// Before the keywords, which are names inside the standard headers.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <utility>

#include "kernel_info.h"

#define DEEPSHARP_HOST_EMULATION 1

#include "keywords.h"

#include "bits.h"
#include "vectors.h"
#include "threads.h"
#include "warp.h"
#include "atomics.h"
#include "arithmetic.h"
#include "integers.h"
#include "registration.h"
