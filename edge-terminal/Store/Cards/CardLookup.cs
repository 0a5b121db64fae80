using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>What a list says of a card.</summary>
public abstract record CardLookup
{
    private CardLookup()
    {
    }

    /// <summary>The card's row.</summary>
    public sealed record Listed(CardEntry Entry) : CardLookup;

    /// <summary>The list does not have it.</summary>
    public sealed record NotListed : CardLookup;

    /// <summary>Nobody knows: the part of the list that would say cannot be read any more.</summary>
    public sealed record Lost(string Why) : CardLookup;
}
