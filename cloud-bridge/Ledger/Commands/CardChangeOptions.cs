using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Options that say something anew of a card.</summary>
internal sealed class CardChangeOptions
{
    private const string None = "none";

    private readonly Option<bool> blocks = new("--lock")
    {
        Description = "The card is blocked (102).",
    };

    private readonly Option<bool> unlocks = new("--unlock")
    {
        Description = "The card is good again, whoever blocked it.",
    };

    private readonly Option<string[]> entitlements = new("--entitlement")
    {
        Description =
            "A membership, ticket or badge with its dates; FROM may be nothing. It takes the place of what the card " +
            "has of ASSET; several of one ASSET together do.",
        HelpName = "ASSET,FROM,THROUGH",
    };

    private readonly Option<string[]> removed = new("--remove")
    {
        Description = "The card has no such membership, ticket or badge any more.",
        HelpName = "ASSET",
    };

    private readonly Option<string?> validThrough = new("--valid-through")
    {
        Description = "The card's own last moment (103), or none.",
        HelpName = "TIME",
    };

    private readonly Option<string?> age = new("--age")
    {
        Description = "minor, adult or unknown.",
        HelpName = "AGE",
    };

    private readonly Option<string?> language = new("--language")
    {
        Description = "In which displays speak to the guest: fr, or none for their own.",
        HelpName = "TAG",
    };

    private readonly Option<string?> note = new("--note")
    {
        Description = "Why, for whoever reads the log.",
        HelpName = "TEXT",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            blocks, unlocks, entitlements, removed, validThrough, age, language, note,
        })
            command.Options.Add(option);
    }

    /// <summary>Reads all that is said, whatever is wrong with it.</summary>
    /// <returns>What is wrong, for <see cref="LedgerCommand.Fail"/> each; none: nothing.</returns>
    public IReadOnlyList<string> Read(ParseResult parsed, out CardChange change)
    {
        var errors = new List<string>();
        var (isBlocked, isUnlocked) = (parsed.GetValue(blocks), parsed.GetValue(unlocks));
        if (isBlocked && isUnlocked)
            errors.Add("--lock and --unlock; expected one of them.");
        change = new CardChange
        {
            State = isBlocked ? CardState.Blocked : isUnlocked ? CardState.Ok : null,
            Entitlements = [.. (parsed.GetValue(entitlements) ?? []).Select(text => EntitlementOf(text, errors))],
            Removed = [.. (parsed.GetValue(removed) ?? []).Select(text => AssetOf("--remove", text, errors))],
            ValidThrough = EndOf(parsed.GetValue(validThrough), errors),
            Age = AgeOf(parsed.GetValue(age), errors),
            Language = LanguageOf(parsed.GetValue(language), errors),
            Note = parsed.GetValue(note),
        };
        if (errors.Count == 0 && FlawOf(change) is { } flaw)
            errors.Add(flaw);
        return errors;
    }

    private static string? FlawOf(CardChange change)
    {
        if (change.IsEmpty)
            return "nothing to change; expected --lock, --unlock, --entitlement, --remove, --valid-through, --age or " +
                "--language.";
        foreach (var asset in change.Removed)
            if (change.Entitlements.Any(row => row.Asset == asset))
                return $"--remove {asset} and --entitlement {asset}; expected one of them.";
        return null;
    }

    private static Entitlement EntitlementOf(string text, List<string> errors)
    {
        var parts = text.Split(',');
        if (parts.Length != 3)
        {
            Complain($"{parts.Length} parts", "ASSET,FROM,THROUGH, where FROM may be nothing");
            return new Entitlement(default, null, 0);
        }
        var (from, through) = (WrittenTime.Read(parts[1]), WrittenTime.Read(parts[2]));
        if (from is null && parts[1].Length > 0)
            Complain($"from '{parts[1]}'", $"{WrittenTime.Expected}, or nothing");
        if (through is null)
            Complain($"through '{parts[2]}'", WrittenTime.Expected);
        if (from > through)
            Complain($"through '{parts[2]}'", "a time no earlier than from");
        return new Entitlement(AssetOf("--entitlement", parts[0], errors), from, through ?? 0);

        void Complain(string what, string expected) =>
            errors.Add($"--entitlement '{text}': {what}; expected {expected}.");
    }

    private static AssetId AssetOf(string option, string text, List<string> errors)
    {
        if (!AssetId.TryParse(text, out var asset) || asset.Category.IsMoney())
            errors.Add($"{option} '{text}'; expected SUB or BDG, alone or with a name: BDG-BAR.");
        return asset;
    }

    private static CardChange.Said<long?>? EndOf(string? text, List<string> errors)
    {
        if (text is null)
            return null;
        var end = WrittenTime.Read(text);
        if (text != None && end is null or < 0)
            errors.Add($"--valid-through '{text}'; expected {WrittenTime.Expected}; or {None}.");
        return new CardChange.Said<long?>(end);
    }

    private static AgeClass? AgeOf(string? text, List<string> errors)
    {
        AgeClass? known = text switch
        {
            "minor" => AgeClass.Minor,
            "adult" => AgeClass.Adult,
            "unknown" => AgeClass.Unknown,
            _ => null,
        };
        if (text is not null && known is null)
            errors.Add($"--age '{text}'; expected minor, adult or unknown.");
        return known;
    }

    private static CardChange.Said<LanguageTag?>? LanguageOf(string? text, List<string> errors)
    {
        if (text is null)
            return null;
        if (text == None)
            return new CardChange.Said<LanguageTag?>(null);
        if (!LanguageTag.TryParse(text, out var tag))
            errors.Add($"--language '{text}'; expected {LanguageTag.Expected}; or {None}.");
        return new CardChange.Said<LanguageTag?>(tag);
    }
}
