namespace HardwareDrivers.Cards;

/// <summary>What a population's master key is for.</summary>
public enum CardKeyUse
{
    /// <summary>Proves cards: diversified by UID. A terminal needs it.</summary>
    Proof,

    /// <summary>Opens the encrypted UID of SUN messages: not diversified, for the UID is not known before.</summary>
    SunMeta,

    /// <summary>Changes cards: diversified by UID. Only where cards are provisioned, never on a terminal.</summary>
    Issuer,
}
