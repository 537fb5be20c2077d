#!/usr/bin/python3
"""Single ops of PyTorch, the companions of SingleCases: milliseconds forward, and with the gradient of the sum of y² where there is one.

Run:  /usr/bin/python3 torch_singles.py [--only PART] [--threads N]
Images are [batch, channels, ...] here, as PyTorch has them. Prints {name: [forward, with gradient or null]}.
"""
import argparse, json, time
import torch
import torch.nn.functional as F

CASES = {}


def N(*shape): return torch.randn(*shape)
def U(*shape): return torch.rand(*shape) + 0.01
def I(high, *shape): return torch.randint(0, high, shape)
def D(x): return x.double()


def case(name, inputs, function, differentiates=True): CASES[name] = (inputs, function, differentiates)


def conv(stride=1, pad=1, dilation=1, groups=1):
    return lambda t: F.conv2d(t[0], t[1], stride=stride, padding=pad, dilation=dilation, groups=groups)


def attention(t, causal=False):
    q, k, v = [x.transpose(1, 2) for x in t]
    scores = q @ k.transpose(-1, -2) / 8
    if causal: scores = scores.masked_fill(torch.ones(512, 512, dtype=torch.bool).triu(1), float("-inf"))
    return scores.softmax(-1) @ v


case("conv7_stride2_rgb", lambda: [N(8, 3, 224, 224), N(64, 3, 7, 7)], conv(2, 3))
case("conv5", lambda: [N(32, 32, 28, 28), N(64, 32, 5, 5)], conv(1, 2))
case("conv3_stride2", lambda: [N(16, 64, 56, 56), N(128, 64, 3, 3)], conv(2, 1))
case("conv3_dilation2", lambda: [N(8, 64, 56, 56), N(64, 64, 3, 3)], conv(1, 2, 2))
case("group_4_channels", lambda: [N(16, 128, 28, 28), N(128, 4, 3, 3)], conv(1, 1, 1, 32))
case("conv1_stride2", lambda: [N(16, 64, 56, 56), N(128, 64, 1, 1)], conv(2, 0))
case("conv3_512_7", lambda: [N(16, 512, 7, 7), N(512, 512, 3, 3)], conv())
case("conv3_rgb", lambda: [N(64, 3, 32, 32), N(32, 3, 3, 3)], conv())
case("conv3_gray", lambda: [N(128, 1, 28, 28), N(32, 1, 3, 3)], conv())
case("conv3_128_28", lambda: [N(16, 128, 28, 28), N(128, 128, 3, 3)], conv())
case("conv3_256_14", lambda: [N(16, 256, 14, 14), N(256, 256, 3, 3)], conv())
case("conv3_512_7_one", lambda: [N(1, 512, 7, 7), N(512, 512, 3, 3)], conv())
case("conv3_256_14_one", lambda: [N(1, 256, 14, 14), N(256, 256, 3, 3)], conv())
case("group_16_channels", lambda: [N(16, 512, 14, 14), N(512, 16, 3, 3)], conv(1, 1, 1, 32))
case("group_1x1", lambda: [N(16, 240, 28, 28), N(240, 80, 1, 1)], conv(1, 0, 1, 3))
case("group_2", lambda: [N(16, 96, 27, 27), N(256, 48, 5, 5)], conv(1, 2, 1, 2))
case("group_8_stride2", lambda: [N(16, 256, 28, 28), N(256, 8, 3, 3)], conv(2, 1, 1, 32))
case("conv3_to_1", lambda: [N(32, 32, 28, 28), N(1, 32, 3, 3)], conv())
case("conv3_to_3", lambda: [N(8, 64, 128, 128), N(3, 64, 3, 3)], conv())
case("convT_to_1", lambda: [N(64, 64, 14, 14), N(64, 1, 3, 3)], lambda t:F.conv_transpose2d(t[0], t[1], stride=2, padding=1, output_padding=1))
case("conv3_rgb_image", lambda: [N(1, 3, 256, 256), N(64, 3, 3, 3)], conv())
case("conv1d", lambda: [N(32, 64, 1000), N(128, 64, 5)], lambda t:F.conv1d(t[0], t[1], padding=2))
case("conv3d", lambda: [N(2, 16, 16, 56, 56), N(32, 16, 3, 3, 3)], lambda t:F.conv3d(t[0], t[1], padding=1))
case("convT4_stride2", lambda: [N(16, 128, 14, 14), N(128, 64, 4, 4)], lambda t:F.conv_transpose2d(t[0], t[1], stride=2, padding=1))
case("convT_to_rgb", lambda: [N(32, 64, 32, 32), N(64, 3, 4, 4)], lambda t:F.conv_transpose2d(t[0], t[1], stride=2, padding=1))
case("depthwise7", lambda: [N(8, 96, 56, 56), N(96, 1, 7, 7)], conv(1, 3, 1, 96))
case("depthwise3_24", lambda: [N(8, 24, 56, 56), N(24, 1, 3, 3)], conv(1, 1, 1, 24))
case("maxpool3_stride2", lambda: [N(16, 64, 112, 112)], lambda t:F.max_pool2d(t[0], 3, 2, 1))
case("maxpool2", lambda: [N(16, 64, 56, 56)], lambda t:F.max_pool2d(t[0], 2))
case("avgpool2", lambda: [N(16, 64, 56, 56)], lambda t:F.avg_pool2d(t[0], 2))
case("global_average", lambda: [N(32, 512, 14, 14)], lambda t:t[0].mean((2, 3)))
case("layernorm768", lambda: [N(4096, 768), N(768), N(768)], lambda t:F.layer_norm(t[0], (768, ), t[1], t[2]))
case("groupnorm", lambda: [N(8, 64, 56, 56), N(64), N(64)], lambda t:F.group_norm(t[0], 32, t[1], t[2]))
case("batchnorm_axis1", lambda: [N(8, 64, 56, 56), N(64), N(64)], lambda t:F.batch_norm(t[0], None, None, t[1], t[2], True))
case("rmsnorm", lambda: [N(4096, 768), N(768)], lambda t:t[0]*torch.rsqrt(t[0].square().mean(-1, keepdim=True)+1e-6)*t[1])
case("softmax1000", lambda: [N(4096, 1000)], lambda t:t[0].softmax(-1))
case("softmax10", lambda: [N(100000, 10)], lambda t:t[0].softmax(-1))
case("logsoftmax", lambda: [N(4096, 1000)], lambda t:t[0].log_softmax(-1))
case("cross_entropy_10000", lambda: [N(3200, 10000), I(10000, 3200)], lambda t:F.cross_entropy(t[0], t[1]))
case("binary_cross_entropy", lambda: [N(4096, 256), U(4096, 256)], lambda t:F.binary_cross_entropy_with_logits(t[0], t[1]))
case("pow", lambda: [U(1024, 1024), U(1024, 1024)], lambda t:t[0].pow(t[1]))
case("exp_float64", lambda: [D(N(1024, 512))], lambda t:t[0].exp())
case("tanh_float64", lambda: [D(N(1024, 512))], lambda t:t[0].tanh())
case("add_outer", lambda: [N(64, 1, 512), N(1, 512, 1)], lambda t:t[0]+t[1])
case("add_bias", lambda: [N(4096, 512), N(512)], lambda t:t[0]+t[1])
case("multiply_axis1", lambda: [N(16, 64, 56, 56), N(1, 64, 1, 1)], lambda t:t[0]*t[1])
case("where", lambda: [N(1024, 1024), N(1024, 1024)], lambda t:torch.where(t[0]>0, t[0], t[1]))
case("sum_axis0", lambda: [N(4096, 1024)], lambda t:t[0].sum(0))
case("sum_axis1", lambda: [N(4096, 1024)], lambda t:t[0].sum(1))
case("sum_mid", lambda: [N(64, 256, 256)], lambda t:t[0].sum(1))
case("sum_all", lambda: [N(4096, 1024)], lambda t:t[0].sum())
case("max_axis1", lambda: [N(4096, 1024)], lambda t:t[0].max(1)[0])
case("max_axis0", lambda: [N(4096, 1024)], lambda t:t[0].max(0)[0])
case("argmax", lambda: [N(4096, 1024)], lambda t:t[0].argmax(1), False)
case("var", lambda: [N(4096, 1024)], lambda t:t[0].var(1))
case("logsumexp", lambda: [N(4096, 1024)], lambda t:t[0].logsumexp(1))
case("cumsum1", lambda: [N(4096, 1024)], lambda t:t[0].cumsum(1))
case("cumsum0", lambda: [N(4096, 1024)], lambda t:t[0].cumsum(0))
case("prod", lambda: [N(4096, 256)], lambda t:t[0].prod(1))
case("transpose_b", lambda: [N(64, 512, 128)], lambda t:(t[0].transpose(1, 2)*1.5).contiguous())
case("channels_last", lambda: [N(16, 64, 56, 56)], lambda t:t[0].permute(0, 2, 3, 1).contiguous()*1.5)
case("heads", lambda: [N(32, 128, 8, 64)], lambda t:t[0].permute(0, 2, 1, 3).contiguous()*1.5)
case("concat_last", lambda: [N(16, 56, 56, 32), N(16, 56, 56, 32)], lambda t:torch.cat(t, -1))
case("concat0", lambda: [N(512, 1024), N(512, 1024)], lambda t:torch.cat(t, 0))
case("slice_step2", lambda: [N(1024, 2048)], lambda t:t[0][:, ::2]*1.5)
case("flip", lambda: [N(1024, 2048)], lambda t:t[0].flip(1)*1.5)
case("pad", lambda: [N(16, 64, 56, 56)], lambda t:F.pad(t[0], (1, 1, 1, 1)))
case("reflectpad", lambda: [N(16, 64, 56, 56)], lambda t:F.pad(t[0], (1, 1, 1, 1), mode="reflect"))
case("tile", lambda: [N(64, 1024)], lambda t:t[0].repeat(16, 1)*1.5)
case("upsample2", lambda: [N(16, 64, 28, 28)], lambda t:F.interpolate(t[0], scale_factor=2))
case("gather_rows", lambda: [N(30000, 256), I(30000, 32, 128)], lambda t:F.embedding(t[1], t[0]))
case("gather_axis1", lambda: [N(4096, 1024), I(1024, 256)], lambda t:t[0].index_select(1, t[1]))
case("takealong", lambda: [N(4096, 1024), I(1024, 4096, 16)], lambda t:t[0].gather(1, t[1]))
case("scatteradd", lambda: [N(10000, 128), I(10000, 40000), N(40000, 128)], lambda t:t[0].index_add(0, t[1], t[2]))
case("segmentsum", lambda: [N(40000, 128), I(10000, 40000)], lambda t:torch.zeros(10000, 128).index_add(0, t[1], t[0]))
case("onehot", lambda: [I(1000, 4096)], lambda t:F.one_hot(t[0], 1000).float(), False)
case("sort", lambda: [N(1000, 1000)], lambda t:t[0].sort(-1)[0])
case("argsort", lambda: [N(1000, 1000)], lambda t:t[0].argsort(-1), False)
case("sort_1d", lambda: [N(1000000)], lambda t:t[0].sort()[0], False)
case("topk", lambda: [N(1000, 10000)], lambda t:t[0].topk(10)[0])
case("searchsorted", lambda: [torch.arange(100000).float(), U(1000000)], lambda t:torch.searchsorted(t[0], t[1]*100000), False)
case("bmm", lambda: [N(64, 128, 64), N(64, 64, 128)], lambda t:t[0]@t[1])
case("bmm_small", lambda: [N(4096, 8, 8), N(4096, 8, 8)], lambda t:t[0]@t[1])
case("matvec", lambda: [N(4096, 4096), N(4096, 1)], lambda t:t[0]@t[1])
case("vecmat", lambda: [N(1, 4096), N(4096, 4096)], lambda t:t[0]@t[1])
case("tall", lambda: [N(100000, 16), N(16, 16)], lambda t:t[0]@t[1])
case("gemm_abT", lambda: [N(1024, 1024), N(1024, 1024)], lambda t:t[0]@t[1].T)
case("gemm_aT", lambda: [N(1024, 1024), N(1024, 1024)], lambda t:t[0].T@t[1])
case("gemm64", lambda: [D(N(768, 768)), D(N(768, 768))], lambda t:t[0]@t[1])
case("dense3d", lambda: [N(32, 128, 512), N(512, 512)], lambda t:t[0]@t[1])
case("einsum", lambda: [N(32, 64, 8, 32), N(32, 64, 8, 32)], lambda t:torch.einsum("bqhd, bkhd->bhqk", *t))
case("attention512", lambda: [N(4, 512, 8, 64) for _ in range(3)], attention)
case("attention_causal", lambda: [N(4, 512, 8, 64) for _ in range(3)], lambda t:attention(t, True))
case("rand_normal", lambda: [], lambda t:torch.randn(1024, 1024), False)
case("rand_uniform", lambda: [], lambda t:torch.rand(1024, 1024), False)
case("rand_truncated", lambda: [], lambda t:torch.nn.init.trunc_normal_(torch.empty(1024, 1024)), False)
case("rand_perm", lambda: [], lambda t:torch.randperm(100000), False)
case("rand_bernoulli", lambda: [], lambda t:torch.empty(1024, 1024).bernoulli_(.5), False)
case("dropout", lambda: [N(1024, 1024)], lambda t:F.dropout(t[0], .3))
case("resize_up", lambda: [N(8, 3, 128, 128)], lambda t:F.interpolate(t[0], size=(224, 224), mode="bilinear"))
case("resize_ch", lambda: [N(8, 128, 28, 28)], lambda t:F.interpolate(t[0], size=(56, 56), mode="bilinear"))
case("resize_cubic", lambda: [N(8, 3, 128, 128)], lambda t:F.interpolate(t[0], size=(224, 224), mode="bicubic"))
case("ctc", lambda: [N(100, 32, 50), I(49, 32, 20)+1, torch.full((32, ), 20), torch.full((32, ), 100)], lambda t:F.ctc_loss(t[0].log_softmax(-1), t[1], t[3], t[2]))
case("cast_float64", lambda: [N(1024, 1024)], lambda t:t[0].double(), False)
case("cast_int32", lambda: [N(1024, 1024)], lambda t:t[0].int(), False)
case("cast_bfloat16", lambda: [N(1024, 1024)], lambda t:t[0].bfloat16(), False)
case("tril", lambda: [N(1024, 1024)], lambda t:t[0].tril())
case("bincount", lambda: [I(1000, 1000000)], lambda t:torch.bincount(t[0], minlength=1000), False)
case("unit_normalize", lambda: [N(4096, 512)], lambda t:F.normalize(t[0], dim=-1))
case("std0", lambda: [N(4096, 512)], lambda t:t[0].std(0))
case("cosine_similarity", lambda: [N(4096, 512), N(4096, 512)], lambda t:F.cosine_similarity(t[0], t[1]))
case("adaptive_average", lambda: [N(16, 64, 30, 30)], lambda t:F.adaptive_avg_pool2d(t[0], 7))
case("local_response", lambda: [N(16, 96, 27, 27)], lambda t:F.local_response_norm(t[0], 11))
case("instancenorm", lambda: [N(8, 64, 64, 64), N(64), N(64)], lambda t:F.instance_norm(t[0], weight=t[1], bias=t[2]))
case("cast_from_uint8", lambda: [I(255, 1024, 1024).byte()], lambda t: t[0].float(), False)
case("round", lambda: [N(1024, 1024)], lambda t: t[0].round(), False)
FUNCTIONS = dict(gelu=F.gelu, gelu_tanh=lambda x: F.gelu(x, approximate="tanh"), silu=F.silu, softplus=F.softplus, mish=F.mish, elu=F.elu, clip=lambda x: x.clamp(-1, 1))
for name in "exp expm1 tanh sigmoid erf sin tan atan sinh asinh relu abs square".split(): FUNCTIONS[name] = getattr(torch, name)
for name, function in FUNCTIONS.items(): case(name, lambda: [N(1024, 1024)], lambda t, f=function: f(t[0]))
POSITIVE = {name: getattr(torch, name) for name in "log log1p log10 sqrt asin atanh".split()} | {"pow_1.7": lambda x: x.pow(1.7)}
for name, function in POSITIVE.items(): case(name, lambda: [U(1024, 1024) * 0.98], lambda t, f=function: f(t[0]))


def best(run):
    """The least of some runs, of at least a quarter of a second together."""
    for _ in range(3): run()
    least, start, runs = 9e9, time.perf_counter(), 0
    while runs < 5 or time.perf_counter() - start < 0.25:
        at = time.perf_counter()
        run()
        least = min(least, time.perf_counter() - at)
        runs += 1
    return least * 1e3


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--only", default="")
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    times = {}
    for name, (inputs, function, differentiates) in CASES.items():
        if a.only not in name: continue
        x, gradient = inputs(), None
        with torch.no_grad(): forward = best(lambda: function(x))
        if differentiates:
            watched = [t.requires_grad_() for t in x if t.is_floating_point()]

            def step():
                y = function(x)
                torch.autograd.grad((y * y).sum(), watched, allow_unused=True)
            gradient = best(step)
        times[name] = [forward, gradient]
    print(json.dumps(times))


if __name__ == "__main__": main()
