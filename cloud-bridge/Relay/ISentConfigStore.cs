using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>Where the configuration goes that the ledger sends.</summary>
public interface ISentConfigStore
{
    /// <summary>The latest that is stored, or was in force; null when there is none.</summary>
    ConfigVersion? Highest { get; }

    /// <summary>It is wanted again: what was in force is not on the disk any more.</summary>
    bool IsLost { get; }

    /// <summary>Card keys that it says did not come, and those that go on are others: with them it is wanted again.
    /// </summary>
    bool LacksCardKeys { get; }

    /// <summary>Stores it durably, in one step, if this terminal can follow it.</summary>
    /// <param name="message">Verified, and above <see cref="Highest"/>, or the same with what it lacked.</param>
    /// <param name="signed">As received.</param>
    /// <returns>Null when it is stored; else why not: it may be tried again.</returns>
    string? Save(ConfigMessage message, ReadOnlyMemory<byte> signed);

    /// <summary>This one cannot be followed; whoever asks is told until another is stored.</summary>
    /// <param name="version">Which.</param>
    /// <param name="why">Null: it can.</param>
    void Refuse(ConfigVersion version, string? why);
}
