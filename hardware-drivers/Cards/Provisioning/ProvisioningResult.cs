namespace HardwareDrivers.Cards;

/// <summary>How a card became good.</summary>
public enum ProvisioningResult
{
    /// <summary>It was changed, and proved itself with its new keys.</summary>
    Provisioned,

    /// <summary>It was good already.</summary>
    WasGood,
}
