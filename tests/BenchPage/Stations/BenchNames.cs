namespace Tests.BenchPage;

/// <summary>What the bench's stations sell, as their displays call it, in one language.</summary>
internal sealed record BenchNames
{
    /// <summary>What a kiosk says when it serves.</summary>
    public required string Welcome { get; init; }

    /// <summary>What a gate says when it serves.</summary>
    public required string WayIn { get; init; }

    public required string Pils { get; init; }

    public required string Cider { get; init; }

    public required string Cup { get; init; }

    public required string Evening { get; init; }

    public required string Member { get; init; }

    public required string DayTicket { get; init; }

    /// <param name="language">Of the displays: <c>en</c> or <c>fr</c>.</param>
    public static BenchNames For(string language) => language == "fr" ? French : English;

    private static BenchNames English { get; } = new()
    {
        Welcome = "Welcome",
        WayIn = "Entry",
        Pils = "Pils",
        Cider = "Cider",
        Cup = "Cup",
        Evening = "Evening",
        Member = "Member",
        DayTicket = "Day ticket",
    };

    private static BenchNames French { get; } = new()
    {
        Welcome = "Bienvenue",
        WayIn = "Entrée",
        Pils = "Pils",
        Cider = "Cidre",
        Cup = "Gobelet",
        Evening = "Soirée",
        Member = "Adhérent",
        DayTicket = "Billet jour",
    };
}
