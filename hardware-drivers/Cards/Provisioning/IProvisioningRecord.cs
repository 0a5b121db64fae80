namespace HardwareDrivers.Cards;

/// <summary>What was begun and finished with which card; survives a power cut.</summary>
public interface IProvisioningRecord
{
    /// <summary>Returns when the entry is durable: only then is the card changed.</summary>
    /// <exception cref="IOException">It could not be made durable.</exception>
    void Write(ProvisioningEntry entry);

    /// <summary>Whether such a card was begun with: its present keys are ours, whatever they are.</summary>
    bool HasBegun(string uidHex, string population);
}
