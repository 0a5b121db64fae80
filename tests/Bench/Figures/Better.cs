namespace Tests.Bench;

/// <summary>Which way a figure gets better.</summary>
internal enum Better
{
    /// <summary>Times, memory, ratios to a bare reference.</summary>
    Lower,

    /// <summary>Rates, and how much longer others take.</summary>
    Higher,
}
