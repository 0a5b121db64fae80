using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is written of a gate, what cannot be, and what a reload makes of it.</summary>
public class GateReaderTests
{
    private static readonly Dictionary<string, string?> Usual = new()
    {
        ["profile"] = "gate",
        ["state"] = "/var/lib/edge-terminal",
        ["enrolment"] = "/etc/edge-terminal/enrolment.jws",
        ["mqtt:host"] = "10.0.0.2",
        ["reader:device"] = "/dev/ttyAMA0",
        ["lines:0:name"] = "turnstile",
        ["lines:0:line"] = "17",
        ["lines:0:safe"] = "active",
        ["lines:1:name"] = "other",
        ["lines:1:line"] = "18",
        ["gate:turnstile"] = "turnstile",
        ["gate:priceListVersion"] = "4",
        ["gate:passed:line"] = "5",
        ["gate:admissions:0:id"] = "member",
        ["gate:admissions:0:price"] = "0",
        ["gate:admissions:0:entitlement"] = "SUB",
    };

    /// <summary>What stays as it was until a restart.</summary>
    public static TheoryData<string, string> Foundations => new()
    {
        { "gate.turnstile", "other" },
        { "gate.passed.line", "6" },
        { "gate.passed.activeLow", "true" },
        { "gate.passed.bias", "pullUp" },
        { "gate.tampered.line", "6" },
        { "gate.fire.line", "6" },
    };

    /// <summary>What changes at once.</summary>
    public static TheoryData<string, string> Words => new()
    {
        { "gate.direction", "out" },
        { "gate.withoutList", "letIn" },
        { "gate.antiPassback", "true" },
        { "gate.passBackMinutes", "90" },
        { "gate.passBackDaily", "true" },
        { "gate.capacity", "1200" },
        { "gate.mostPeople", "5" },
        { "gate.zone", "festival" },
        { "gate.passageSeconds", "12" },
        { "gate.moreKey", "1" },
        { "gate.resetKey", "2" },
        { "gate.admissions.0.name", "Membre" },
    };

    /// <summary>What records name, by a version.</summary>
    public static TheoryData<string, string> Prices => new()
    {
        { "gate.admissions.0.id", "weekend" },
        { "gate.admissions.0.price", "500" },
        { "gate.admissions.0.taxBasisPoints", "550" },
        { "gate.admissions.0.entitlement", "BDG" },
        { "gate.admissions.0.hours", "18:00-02:00" },
        { "gate.admissions.0.adultsOnly", "true" },
        { "gate.admissions.0.entries", "3" },
        { "gate.admissions.0.entriesPerDay", "1" },
    };

    /// <summary>Keys of a contact that is not wired say nothing yet.</summary>
    internal static IEnumerable<string> OfUnwiredContacts =>
        ["gate.tampered.activeLow", "gate.tampered.bias", "gate.fire.activeLow", "gate.fire.bias"];

    [Fact]
    public void A_gate_is_read_whole()
    {
        var read = Read([
            ("gate.direction", "in"), ("gate.withoutList", "letIn"), ("gate.antiPassback", "true"),
            ("gate.passBackMinutes", "90"), ("gate.passBackDaily", "true"), ("gate.capacity", "1200"),
            ("gate.mostPeople", "5"), ("gate.zone", "festival"), ("gate.passageSeconds", "12"),
            ("gate.moreKey", "1"), ("gate.resetKey", "2"), ("gate.admissions.0.entriesPerDay", "2"),
            ("gate.fire.line", "7"), ("gate.fire.activeLow", "true"), ("gate.fire.bias", "pullUp")]);
        var gate = Assert.IsType<GateSettings>(read.Station);

        Assert.Equal(
            new GateSetup(
                [
                    new Admission(new Article(ArticleId.Parse("member"), "member", Money.Zero, 0)
                    {
                        Entitlement = AssetId.Parse("SUB"),
                    })
                    {
                        EntriesPerDay = 2,
                    },
                ],
                PriceListVersion: 4)
            {
                WithoutList = WithoutList.LetIn,
                PassBack = new PassBackRules { IsOn = true, ResetMilliseconds = 90 * 60_000, ResetsDaily = true },
                Capacity = 1200,
                MostPeople = 5,
                Zone = ZoneId.Parse("festival"),
                PassageMilliseconds = 12_000,
            },
            gate.Setup);
        Assert.Equal(
            new GateLines(
                "turnstile", new GateContact(5, false, LineBias.None), null, new GateContact(7, true, LineBias.PullUp)),
            gate.Lines);
        Assert.Equal(["1", "2", "clear"], gate.Keys.Keys.Order());
    }

    [Theory]
    [InlineData("gate.turnstile", "valve")]
    [InlineData("gate.passed.line", "17")]
    [InlineData("gate.direction", "up")]
    [InlineData("gate.withoutList", "guess")]
    [InlineData("gate.zone", "the garden")]
    [InlineData("gate.passed.bias", "up")]
    [InlineData("gate.moreKey", "clear")]
    public void What_cannot_be_is_one_error(string key, string value)
    {
        var error = Assert.Single(Errors([(key, value)]));

        // Whichever of two speaks of the line.
        Assert.Contains(error.Key, new[] { key, "lines.0.line" });
    }

    [Theory]
    [InlineData("inactive")]
    [InlineData(null)]
    public void With_a_fire_input_a_turnstile_that_locks_when_the_daemon_is_gone_is_an_error(string? safe)
    {
        Assert.Empty(Errors([("gate.fire.line", "7")]));
        var error = Assert.Single(Errors([("gate.fire.line", "7"), ("lines.0.safe", safe)]));

        Assert.Equal(("lines.0.safe", "inactive"), (error.Key, error.Value));
        Assert.StartsWith("active: with gate.fire", error.Expected, StringComparison.Ordinal);
        Assert.Empty(Errors([("lines.0.safe", safe)]));
    }

    [Theory]
    [InlineData("gate.fire.bias", "pullUp")]
    [InlineData("gate.fire.activeLow", "false")]
    [InlineData("gate.passed.activeLow", "true")]
    [InlineData("gate.tampered.line", "")]
    public void A_contact_of_which_something_is_written_but_not_its_line_is_an_error(string key, string value)
    {
        var line = $"{key[..key.LastIndexOf('.')]}.line";

        var error = Assert.Single(Errors([("gate.passed.line", null), (key, value)]));

        Assert.Equal((line, null), (error.Key, error.Value));
    }

    [Fact]
    public void A_way_in_needs_an_admission_and_a_way_out_none()
    {
        (string, string?)[] none =
        [
            ("gate.admissions.0.id", null), ("gate.admissions.0.price", null), ("gate.admissions.0.entitlement", null),
        ];

        Assert.Equal("gate.admissions", Assert.Single(Errors(none)).Key);
        Assert.Empty(Errors([.. none, ("gate.direction", "out")]));
    }

    [Fact]
    public void More_prices_than_the_display_has_room_for_are_an_error()
    {
        (string, string?)[] three =
        [
            ("gate.admissions.1.id", "a"), ("gate.admissions.1.price", "1"), ("gate.admissions.2.id", "b"),
            ("gate.admissions.2.price", "2"), ("gate.admissions.3.id", "c"), ("gate.admissions.3.price", "3"),
        ];

        Assert.Equal("gate.admissions", Assert.Single(Errors(three)).Key);
        Assert.Empty(Errors(three[..4]));
    }

    [Fact]
    public void Without_a_contact_whoever_was_let_through_has_gone() =>
        Assert.False(((GateSetup)Read([("gate.passed.line", null)]).Station.Setup).TellsPassing);

    [Theory]
    [MemberData(nameof(Foundations))]
    public void What_it_is_wired_to_needs_a_restart(string key, string value)
    {
        var (running, next) = (Read([]), Read([(key, value)]));

        Assert.StartsWith(Assert.Single(ReloadRules.NeedRestart(running, next)), key, StringComparison.Ordinal);
        Assert.Empty(ReloadRules.NeedRestart(running, ReloadRules.Merge(running, next)));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void What_it_says_and_does_changes_at_once(string key, string value)
    {
        var (running, next) = (Read([]), Read([(key, value)]));

        Assert.Empty(ReloadRules.Errors(running, next));
        Assert.Empty(ReloadRules.NeedRestart(running, next));
        var merged = ReloadRules.Merge(running, next).Station;
        Assert.Equal((next.Station.Setup, next.Station.Keys.Count), (merged.Setup, merged.Keys.Count));
    }

    [Theory]
    [MemberData(nameof(Prices))]
    public void Whom_it_lets_in_changes_under_a_new_version(string key, string value)
    {
        Assert.Single(ReloadRules.Errors(Read([]), Read([(key, value)])));
        Assert.Empty(ReloadRules.Errors(Read([]), Read([(key, value), ("gate.priceListVersion", "5")])));
    }

    private static HostConfiguration Read((string Key, string? Value)[] changes)
    {
        Assert.Empty(ConfigurationReader.Read(Merged(changes), out var configuration));
        return configuration!;
    }

    private static IReadOnlyList<ConfigurationError> Errors((string Key, string? Value)[] changes) =>
        ConfigurationReader.Read(Merged(changes), out _);

    private static IConfigurationRoot Merged((string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Usual);
        foreach (var (key, value) in changes)
            if (value is null)
                values.Remove(key.Replace('.', ':'));
            else
                values[key.Replace('.', ':')] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
