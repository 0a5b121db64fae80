namespace Tests.Property;

/// <summary>Smaller stories, for <see cref="Holds"/>.</summary>
internal static class Shrinking
{
    /// <summary>With fewer steps, the last ones gone first, many at once before one by one.</summary>
    public static IEnumerable<T[]> Shorter<T>(T[] story)
    {
        for (var length = story.Length / 2; length > 0; length /= 2)
            for (var start = story.Length - length; start >= 0; start -= length)
                yield return [.. story[..start], .. story[(start + length)..]];
        if (story.Length == 1)
            yield return [];
    }
}
