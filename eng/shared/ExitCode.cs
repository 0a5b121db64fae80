namespace EdgeTerminal.CommandLine;

/// <summary>What the exit codes of our programs mean.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Good = 0;

    /// <summary>The command line is not one.</summary>
    public const int Usage = 1;

    /// <summary>A file that people write is not what it should be.</summary>
    public const int BadConfiguration = 2;

    /// <summary>What was to be verified does not verify.</summary>
    public const int VerificationFailed = 3;

    /// <summary>Something that is needed does not work.</summary>
    public const int Fault = 4;
}
