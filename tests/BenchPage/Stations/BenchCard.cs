namespace Tests.BenchPage;

/// <summary>A card of the tray.</summary>
/// <param name="Name">Whose it is: letters and digits.</param>
/// <param name="Uid">What the ledger knows it by.</param>
/// <param name="Order">As the emulated reader is told to make it.</param>
public sealed record BenchCard(string Name, string Uid, string Order)
{
    /// <summary>What is special about it.</summary>
    public CardRole Role { get; init; }

    /// <summary>The language that it asks displays for; null: theirs.</summary>
    public string? Language { get; init; }
}

/// <summary>What the tray says of a card beside its name.</summary>
public enum CardRole
{
    /// <summary>Nothing: a guest of the story.</summary>
    Guest,

    /// <summary>Displays are to speak French with whoever has it.</summary>
    SpeaksFrench,

    /// <summary>A member, who goes in for nothing.</summary>
    Member,

    /// <summary>A day's ticket; nobody knows how old its guest is.</summary>
    Ticket,

    /// <summary>Staff, by a card that proves itself.</summary>
    Staff,

    /// <summary>Staff of the till, by a card with a PIN.</summary>
    Till,

    /// <summary>Rinses the taps.</summary>
    Cellar,
}
