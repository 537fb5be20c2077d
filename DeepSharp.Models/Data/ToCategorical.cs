namespace DeepSharp;

/// <summary>Class numbers as targets of <see cref="Losses.CategoricalCrossentropy"/>.</summary>
public static class CategoricalTargets
{
    extension(Tensor classes)
    {
        /// <summary>Class numbers as vectors with a 1 at the class: [.., n] → [.., n, numClasses]; a last axis of length 1 is dropped first.</summary>
        /// <param name="numClasses">How many classes there are; the largest number plus 1 if null.</param>
        /// <returns>float32.</returns>
        /// <exception cref="InvalidValueException">A number is negative or not below the number of classes.</exception>
        public Tensor ToCategorical(int? numClasses = null)
        {
            var numbers = classes.Cast(DType.Int64);
            if (numbers.Rank > 1 && numbers.Shape[^1] == 1) numbers = numbers.Squeeze(-1);
            var values = numbers.ToArray<long>();
            int count = numClasses ?? (values.Length == 0 ? 0 : checked((int)(values.Max() + 1)));
            int at = Array.FindIndex(values, v => v < 0 || v >= count);
            if (at >= 0)
                throw new InvalidValueException($"[ToCategorical] element {at} is class {values[at]}, but classes go from 0 to {count - 1}. Give more numClasses, or mend the labels.");
            return numbers.OneHot(count);
        }
    }
}
