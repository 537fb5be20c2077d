namespace DeepSharp;

/// <summary>Scales vectors to length 1.</summary>
public static class Normalizing
{
    extension(Tensor x)
    {
        /// <summary>x / ‖x‖ along an axis, with ‖x‖ = (Σ|x|ᵖ)^(1/p); vectors of length 0 stay as they are.</summary>
        /// <param name="axis">The axis along which vectors lie.</param>
        /// <param name="order">The norm's p: 2 for Euclidean length, 1 for the sum, infinity for the largest element.</param>
        /// <returns>Floating; integers become float32.</returns>
        /// <exception cref="InvalidValueException">The order is not positive.</exception>
        public Tensor Normalize(int axis = -1, double order = 2)
        {
            if (!(order > 0)) throw new InvalidValueException($"[Normalize] the order must be positive, got {order}.");
            var values = x.DType.IsFloating ? x : x.Cast(DType.Float32);
            var sizes = values.Abs();
            var norm = double.IsPositiveInfinity(order) ? sizes.Max(axis, keepDims: true)
                : order == 1 ? sizes.Sum(axis, keepDims: true)
                : order == 2 ? values.Square().Sum(axis, keepDims: true).Sqrt()
                : sizes.Pow(order).Sum(axis, keepDims: true).Pow(1 / order);
            return values / Tensor.Where(norm.Equal(0), Tensor.Ones(norm.Shape, norm.DType), norm);
        }
    }
}
