namespace HardwareDrivers.Cards;

/// <summary>How far a card has come, as the operator's record says.</summary>
public enum ProvisioningStep
{
    /// <summary>From now on it may have its old keys, the new ones, or on the way a mixture of both.</summary>
    Begun,

    /// <summary>It has answered with its new key.</summary>
    Proved,

    /// <summary>It has its new keys and is protected by them.</summary>
    Finished,
}
