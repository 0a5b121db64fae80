namespace EdgeTerminal.Host;

/// <summary>The daemon cannot start; the message says why and what to do.</summary>
internal sealed class StartException(string message, int exitCode) : Exception(message)
{
    /// <summary>Of the program.</summary>
    public int ExitCode => exitCode;
}
