using System.CommandLine;
using System.Text.Json;
using CloudBridge.Contract;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal card diversify</c>: the key of one card, for whoever must compare or repair.</summary>
internal static class CardDiversifyCommand
{
    private const int CheckValueLength = 3;

    public static Command Build()
    {
        var (config, cards, json) = (HostCommand.OptionalConfig(), new CardOptions(), CardOptions.Json());
        var uid = new Option<string>("--uid")
        {
            Description = "The card's UID: 8, 14 or 20 digits.", HelpName = "HEX", Required = true,
        };
        uid.Validators.Add(given =>
        {
            if (!CardUid.TryParse(given.GetValueOrDefault<string>(), out _))
                given.AddError($"--uid: expected {CardUid.Expected}");
        });
        var use = new Option<string>("--use")
        {
            Description = "proof (what terminals hold) or issuer (what changes cards).",
            DefaultValueFactory = _ => "proof",
        };
        use.AcceptOnlyFromAmong("proof", "issuer");
        var reveal = new Option<bool>("--reveal")
        {
            Description = "Prints the key itself. Whoever sees it can copy this card.",
        };
        var command = new Command("diversify", "Computes the key of one card (AN10922), and prints its check value.")
        {
            config, uid, use, reveal, json,
        }.WithExamples(
            "edge-terminal card diversify --populations cards.json --keys file:card-keys.json --uid 04958CAA5C5E80");
        cards.AddWithChoiceTo(command);
        command.SetAction(parsed => HostCommand.Run(() =>
        {
            var configuration = HostCommand.ReadIfNamed(parsed.GetValue(config));
            var (chosen, version) = cards.Choose(parsed, configuration);
            var name = new CardKeyName(
                chosen.Name, parsed.GetValue(use) == "issuer" ? CardKeyUse.Issuer : CardKeyUse.Proof, version);
            using var ring = cards.OpenKeys(parsed, configuration);
            _ = CardUid.TryParse(parsed.GetValue(uid), out var card); // Validated above.
            using var key = chosen.KeyOf(ring, name.Use, name.Version, card.ToBytes());
            if (key is null)
                return HostCommand.Fail($"there is no key {name} at hand", ExitCode.BadConfiguration);
            Print(name, card.Hex, key, parsed.GetValue(reveal), parsed.GetValue(json));
            return ExitCode.Good;
        }));
        return command;
    }

    private static void Print(CardKeyName name, string uid, CardKey key, bool reveal, bool json)
    {
        // As key ceremonies do: the beginning of zeros encrypted.
        var check = Convert.ToHexString(
            CardAes.Encrypt(key, new byte[CardAes.BlockLength]).AsSpan(0, CheckValueLength));
        var shown = reveal ? Convert.ToHexString(key.Bytes) : null;
        if (json)
        {
            var named = new { key = $"{name}", uid, checkValue = check };
            Console.Out.WriteLine(shown is null
                ? JsonSerializer.Serialize(named)
                : JsonSerializer.Serialize(new { named.key, named.uid, named.checkValue, value = shown }));
            return;
        }
        Console.Out.WriteLine($"{name} of {uid}: check value {check}");
        if (shown is not null)
            Console.Out.WriteLine(shown);
    }
}
