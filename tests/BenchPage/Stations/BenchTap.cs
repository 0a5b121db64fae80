using Tests.Support;

namespace Tests.BenchPage;

/// <summary>A tap of a drink station.</summary>
/// <param name="Key">That chooses it.</param>
/// <param name="Product">As the display calls it.</param>
/// <param name="Glass">Under it.</param>
public sealed record BenchTap(string Key, string Product, Glass Glass);
