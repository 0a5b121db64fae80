using System.CommandLine;
using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class CardChangeOptionsTests
{
    private const string June = "2026-06-05T12:00:00+02:00";
    private const string July = "2026-07-01T00:00:00Z";
    private const string Time = "a time with its place's offset: 2026-12-31T23:59:59+01:00";

    [Fact]
    public void All_that_is_said_is_read()
    {
        var (change, errors) = Read(
            "--lock", "--entitlement", $"BDG-BAR,{June},{July}", "--entitlement", $"SUB,,{July}", "--remove", "BDG",
            "--valid-through", July, "--age", "minor", "--language", "fr");

        Assert.Empty(errors);
        Assert.Equal(
            new CardChange
            {
                State = CardState.Blocked,
                Entitlements =
                [
                    new Entitlement(AssetId.Parse("BDG-BAR"), 1_780_653_600_000, 1_782_864_000_000),
                    new Entitlement(AssetId.Parse("SUB"), null, 1_782_864_000_000),
                ],
                Removed = [AssetId.Parse("BDG")],
                ValidThrough = new CardChange.Said<long?>(1_782_864_000_000),
                Age = AgeClass.Minor,
                Language = new CardChange.Said<LanguageTag?>(LanguageTag.Parse("fr")),
            },
            change);
    }

    [Fact]
    public void What_is_not_said_is_not_there_and_none_takes_away()
    {
        Assert.Equal(new CardChange { State = CardState.Ok }, Read("--unlock").Change);
        Assert.Equal(
            new CardChange
            {
                ValidThrough = new CardChange.Said<long?>(null),
                Language = new CardChange.Said<LanguageTag?>(null),
                Age = AgeClass.Unknown,
            },
            Read("--valid-through", "none", "--language", "none", "--age", "unknown").Change);
    }

    [Theory]
    [InlineData(
        "nothing to change; expected --lock, --unlock, --entitlement, --remove, --valid-through, --age or --language.")]
    [InlineData("--lock and --unlock; expected one of them.", "--lock", "--unlock")]
    [InlineData(
        "--entitlement 'SUB': 1 parts; expected ASSET,FROM,THROUGH, where FROM may be nothing.",
        "--entitlement", "SUB")]
    [InlineData($"--entitlement 'SUB,,': through ''; expected {Time}.", "--entitlement", "SUB,,")]
    [InlineData(
        $"--entitlement 'SUB,x,{July}': from 'x'; expected {Time}, or nothing.", "--entitlement", $"SUB,x,{July}")]
    [InlineData(
        $"--entitlement 'SUB,{July},{June}': through '{June}'; expected a time no earlier than from.",
        "--entitlement", $"SUB,{July},{June}")]
    [InlineData(
        "--entitlement 'TLF'; expected SUB or BDG, alone or with a name: BDG-BAR.", "--entitlement", $"TLF,,{July}")]
    [InlineData("--remove 'bar'; expected SUB or BDG, alone or with a name: BDG-BAR.", "--remove", "bar")]
    [InlineData(
        "--remove SUB and --entitlement SUB; expected one of them.",
        "--remove", "SUB", "--entitlement", $"SUB,,{July}")]
    [InlineData($"--valid-through 'tomorrow'; expected {Time}; or none.", "--valid-through", "tomorrow")]
    [InlineData(
        $"--valid-through '1969-12-31T23:59:59Z'; expected {Time}; or none.",
        "--valid-through", "1969-12-31T23:59:59Z")]
    [InlineData("--age '12'; expected minor, adult or unknown.", "--age", "12")]
    [InlineData(
        "--language 'French'; expected two letters of a-z, as in ISO 639-1: fr; or none.", "--language", "French")]
    public void What_is_wrong_is_named_with_what_was_expected(string error, params string[] arguments) =>
        Assert.Equal([error], Read(arguments).Errors);

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(3, Read("--age", "old", "--remove", "TLF", "--lock", "--unlock").Errors.Count);

    private static (CardChange Change, IReadOnlyList<string> Errors) Read(params string[] arguments)
    {
        var options = new CardChangeOptions();
        var command = new Command("set-card");
        options.AddTo(command);
        var errors = options.Read(command.Parse(arguments), out var change);
        return (change, errors);
    }
}
