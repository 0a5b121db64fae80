namespace Tests.Support;

/// <summary>Where a terminal's files are: beside those of others in a folder, each under the terminal's name.</summary>
/// <param name="Folder">A short path: sockets are in it.</param>
/// <param name="Name">The terminal's.</param>
public sealed record TerminalFiles(string Folder, string Name)
{
    public string Configuration => Of(".json");

    /// <summary>The folder that it remembers in.</summary>
    public string State => Of("");

    public string Enrolment => Of(".enrolment");

    /// <summary>The public half of its key.</summary>
    public string Key => Of(".jwk");

    /// <summary>The reader's serial line.</summary>
    public string Reader => Of(".pn532");

    /// <summary>The socket of its front panel.</summary>
    public string Panel => Of(".sock");

    /// <summary>The socket of emulated lines.</summary>
    public string Wires => Of(".wires");

    public string Log => Of(".log");

    private string Of(string ending) => Path.Combine(Folder, Name + ending);
}
