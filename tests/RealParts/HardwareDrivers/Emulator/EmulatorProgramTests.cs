using System.Text.Json;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Emulator;

/// <summary>The program `pn532` as its users see it.</summary>
public sealed class EmulatorProgramTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("et-pn532-");

    private string Device => Path.Combine(folder.FullName, "reader");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Cards_are_put_and_taken_by_lines_and_reported_with_their_moments()
    {
        await using var program = await StartAsync("--pty", Device, "--card", "1ada7444");
        var before = MonotonicClock.Nanoseconds;
        await program.Write("put 04a23b1c5d6e80");
        await program.Write("take 04A23B1C5D6E80");
        await program.Write("put 04A23B1C5D6E8");
        await program.Write("take");
        await program.Write("quit");

        Assert.Equal(0, await program.End(Cancellation));

        var events = program.Output.Seen.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["ready ", "put 1ADA7444", "put 04A23B1C5D6E80", "take 04A23B1C5D6E80", "error ", "take 1ADA7444"],
            events.Select(one => $"{Text(one, "event")} {Text(one, "uid")}"));
        Assert.Equal(115_200, events[0].GetProperty("baud").GetInt32());
        Assert.Contains("8, 14 or 20 hexadecimal digits", Text(events[4], "message"));
        var moments = events.Select(one => one.GetProperty("t").GetInt64()).ToList();
        Assert.Equal(moments.Order(), moments);
        Assert.True(moments[^1] > before);
        Assert.False(Path.Exists(Device));
    }

    [Fact]
    public async Task Cards_of_any_kind_are_put_with_keys_and_keep_what_they_remember()
    {
        var keyFile = Path.Combine(folder.FullName, "master");
        await File.WriteAllTextAsync(keyFile, "00112233445566778899AABBCCDDEEFF\n", Cancellation);
        await using var program = await StartAsync("--pty", Device);
        string[] lines =
        [
            "put classic 1ADA7444", "put ntag215 04A23B1C5D6E80 key=000102030405060708090A0B0C0D0E0F",
            $"put ultralight-aes 04A23B1C5D6E81 master=@{keyFile}", "put ntag424 04A23B1C5D6E82 number=2 version=3",
            $"put sun 04A23B1C5D6E83 master=@{keyFile} input=CAFE", "put desfire3 04A23B1C5D6E84 app=F54230",
            "take 04A23B1C5D6E83", "put 04A23B1C5D6E83",
            "put classic 04A23B1C5D6E85", "put ntag424 04A23B1C5D6E86 key=001122",
            "put ntag213 04A23B1C5D6E87 counter=41", "put sun 04A23B1C5D6E88 counter=16777216",
            "swap 3 desfire2 04A23B1C5D6E89", "swap 0 04A23B1C5D6E89", "snatch 1", "take", "quit",
        ];
        foreach (var line in lines)
            await program.Write(line);

        Assert.Equal(0, await program.End(Cancellation));

        var events = program.Output.Seen.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(6 + 2, events.Count(one => Text(one, "event") == "put"));
        Assert.Equal(
            ["swap 04A23B1C5D6E89", "snatch "],
            events.Where(one => Text(one, "event") is "swap" or "snatch")
                .Select(one => $"{Text(one, "event")} {Text(one, "uid")}"));
        var errors = events.Where(one => Text(one, "event") == "error").Select(one => Text(one, "message")).ToList();
        Assert.Equal(4, errors.Count);
        Assert.Contains("a card of kind classic has a UID of 8 digits", errors[0]);
        Assert.Contains("'key' is no option, or its value is none", errors[1]);
        Assert.Contains("'counter' is no option, or its value is none", errors[2]);
        Assert.Contains("swap N", errors[3]);
        Assert.DoesNotContain(program.Output.Seen, line => line.Contains("001122", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_cards_are_put_in_one_moment_or_none_of_them()
    {
        await using var program = await StartAsync("--pty", Device);
        string[] lines =
        [
            "put ntag424 04A23B1C5D6E80 number=2 + 1ADA7444", "take 1ADA7444", "put 1ADA7445 + 04A23B1C5D6E80",
            "put 1ADA7446 + 1ADA7446", "put 1ADA7447 +", "take", "quit",
        ];
        foreach (var line in lines)
            await program.Write(line);

        Assert.Equal(0, await program.End(Cancellation));

        var events = program.Output.Seen.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [
                "ready ", "put 04A23B1C5D6E80", "put 1ADA7444", "take 1ADA7444", "error ", "error ", "error ",
                "take 04A23B1C5D6E80",
            ],
            events.Select(one => $"{Text(one, "event")} {Text(one, "uid")}"));
        Assert.Equal(events[1].GetProperty("t").GetInt64(), events[2].GetProperty("t").GetInt64());
        Assert.Contains("card 04A23B1C5D6E80 is there already", Text(events[4], "message"));
        Assert.Contains("cannot be put twice", Text(events[5], "message"));
        Assert.Contains("with + between cards", Text(events[6], "message"));
    }

    [Fact]
    public async Task Faults_are_switched_on_by_lines_and_reported()
    {
        await using var program = await StartAsync("--pty", Device);
        foreach (var line in new[]
        {
            "fault lost-acknowledge 3", "fault noise-before", "hang reset", "reset", "hang", "release", "power",
            "fault no-such-thing", "quit",
        })
            await program.Write(line);

        Assert.Equal(0, await program.End(Cancellation));

        var events = program.Output.Seen.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [
                "ready", "fault lost-acknowledge", "fault noise-before", "hang reset", "reset", "hang release",
                "release", "power", "error",
            ],
            events.Select(one => $"{Text(one, "event")} {Text(one, "fault")}{Text(one, "until")}".TrimEnd()));
        Assert.Equal(3, events[1].GetProperty("times").GetInt32());
        Assert.Contains("fault NAME [N [SKIP]]", Text(events[^1], "message"));
    }

    [Fact]
    public async Task The_help_names_every_fault()
    {
        await using var program = await StartAsync("--help");

        Assert.Equal(0, await program.End(Cancellation));

        var help = string.Join('\n', program.Output.Seen);
        Assert.All(Enum.GetValues<ChipFault>(), fault => Assert.Contains(Kebab(fault), help));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_and_it_cleans_up(string signal)
    {
        await using var program = await StartAsync("--pty", Device);
        await program.Output.First<string>(0, Cancellation);
        Assert.NotNull(new FileInfo(Device).LinkTarget);

        program.Signal(signal);

        Assert.Equal(0, await program.End(Cancellation));
        Assert.Null(new FileInfo(Device).LinkTarget);
    }

    [Fact]
    public async Task A_link_that_was_left_over_is_replaced()
    {
        File.CreateSymbolicLink(Device, "/dev/pts/no-longer-there");

        await using var program = await StartAsync("--pty", Device);
        await program.Output.First<string>(0, Cancellation);

        using var line = SerialLink.Open(Device, 115_200);
    }

    [Fact]
    public async Task A_file_in_the_way_is_left_alone()
    {
        await File.WriteAllTextAsync(Device, "mine", Cancellation);

        await using var program = await StartAsync("--pty", Device);

        Assert.Equal(4, await program.End(Cancellation));
        Assert.Contains("is no symbolic link", Assert.Single(program.Errors.Seen));
        Assert.Equal("mine", await File.ReadAllTextAsync(Device, Cancellation));
    }

    [Theory]
    [InlineData("--card", "123", "--card takes a UID of 8, 14 or 20 hexadecimal digits, not '123'.")]
    [InlineData("--baud", "5", "--baud takes 300 to 4000000; the PN532 itself knows 9600 to 1288000.")]
    [InlineData("--pty", "", "'--pty'")]
    public async Task Wrong_use_is_told_in_a_line(string option, string value, string expected)
    {
        string[] arguments = option == "--pty" ? [] : ["--pty", Device, option, value];
        await using var program = await StartAsync(arguments);

        Assert.Equal(1, await program.End(Cancellation));
        Assert.Contains(program.Errors.Seen, line => line.Contains(expected, StringComparison.Ordinal));
    }

    private static Task<ChildProcess> StartAsync(params string[] arguments) => ChildProcess.StartAsync(
        "dotnet",
        new Dictionary<string, string>(),
        [Path.Combine(AppContext.BaseDirectory, "pn532.dll"), .. arguments]);

    private static string Kebab(ChipFault fault) =>
        string.Concat(fault.ToString().Select((letter, at) =>
            char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
