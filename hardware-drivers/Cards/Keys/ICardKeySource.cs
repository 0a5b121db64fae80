namespace HardwareDrivers.Cards;

/// <summary>Where master keys of card populations come from. A secure element may stand behind it one day.</summary>
public interface ICardKeySource
{
    /// <summary>The master key of a name, to be disposed by the caller; null when there is none.</summary>
    /// <exception cref="CardKeyException">The source cannot be read, or what it holds is no key.</exception>
    CardKey? Find(CardKeyName name);
}
