namespace Tests.Support;

/// <summary>Tests that take longer than anybody waits for: `./test --long` runs them.</summary>
public static class LongRuns
{
    /// <summary>Why a long test is skipped: <c>Assert.SkipUnless(LongRuns.AreWanted, LongRuns.Hint)</c>.</summary>
    public const string Hint = "It takes long: ./test --long runs it.";

    /// <summary>The whole run was asked for (ET_LONG=1).</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("ET_LONG") == "1";
}
