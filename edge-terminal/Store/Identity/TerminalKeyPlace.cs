namespace EdgeTerminal.Store;

/// <summary>
/// Where a terminal's private key is: a file of its state folder, or a credential that the service manager hands over
/// (systemd.exec(5)), which on disk may be encrypted to the machine. A credential goes before a file.
/// </summary>
internal static class TerminalKeyPlace
{
    /// <summary>The file's name, and the credential's.</summary>
    public const string Name = "terminal-key.pem";

    private const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>The credential; null: none was handed over.</summary>
    public static string? Credential()
    {
        var folder = Environment.GetEnvironmentVariable(CredentialsVariable);
        var path = string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, Name);
        return path is not null && File.Exists(path) ? path : null;
    }

    /// <summary>The file with the key of a state folder, whether it is there or not.</summary>
    public static string In(string state) => Credential() ?? Path.Combine(state, Name);
}
