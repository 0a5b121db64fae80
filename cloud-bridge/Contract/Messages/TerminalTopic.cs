namespace CloudBridge.Contract;

/// <summary>The kinds of topics that each terminal has.</summary>
public enum TerminalTopic
{
    /// <summary>Up, and to the site's other terminals: journal lines.</summary>
    Journal,

    /// <summary>Down, retained: <see cref="AckMessage"/>.</summary>
    Ack,

    /// <summary>Down: <see cref="ResendMessage"/>.</summary>
    Resend,

    /// <summary>Up: <see cref="AskMessage"/>.</summary>
    Ask,

    /// <summary>Up: <see cref="SinceMessage"/>.</summary>
    Since,

    /// <summary>Down: <see cref="BeatMessage"/>.</summary>
    Beat,

    /// <summary>Down, retained: <see cref="ConfigMessage"/>.</summary>
    Config,

    /// <summary>Down: <see cref="CommandMessage"/>.</summary>
    Command,

    /// <summary>Up, retained, last will: <see cref="StatusMessage"/>.</summary>
    Status,

    /// <summary>
    /// Up and back to the terminal itself, retained: the same <see cref="StatusMessage"/>, by which two machines with
    /// one key find each other. It has no last will: a broker that says that at a takeover would hide who was there.
    /// </summary>
    Holder,
}
