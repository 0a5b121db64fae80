namespace HardwareDrivers.Cards;

/// <summary>Which part of the message a card's SDMMAC covers: where SDMMACInputOffset points to.</summary>
public enum SunMacInput
{
    /// <summary>Nothing: the offset is that of the MAC itself. UID and counter are in its key.</summary>
    Nothing,

    /// <summary>The encrypted file data alone, as digits.</summary>
    FileData,

    /// <summary>All text from the encrypted file data up to the MAC's own digits, as in AN12196, 3.4.2.</summary>
    FileDataToMac,
}
