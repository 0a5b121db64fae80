using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What a terminal is doing.</summary>
[JsonConverter(typeof(TerminalActivityConverter))]
public enum TerminalActivity
{
    /// <summary>Serving guests.</summary>
    Serving,

    /// <summary>Running, and not serving yet: it waits for the ledger's first word, for some seconds.</summary>
    Starting,

    /// <summary>Running, and refusing everything.</summary>
    OutOfService,

    /// <summary>Stopped in good order.</summary>
    Stopped,

    /// <summary>Gone without a word: only the last will says this, unsigned.</summary>
    Vanished,
}
