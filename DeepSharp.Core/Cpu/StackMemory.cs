// Memory on the stack is not cleared first: kernels take some for every tile, and write before they read.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
