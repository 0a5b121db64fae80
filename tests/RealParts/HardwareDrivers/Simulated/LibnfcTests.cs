using System.Text.RegularExpressions;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Tests.RealParts.HardwareDrivers.Pn532;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Simulated;

/// <summary>A stranger's driver as a witness: libnfc takes the emulated chip for a real one.</summary>
public sealed partial class LibnfcTests : IDisposable
{
    private readonly Pn532Emulator emulator = new(115_200, new ChipTimings());

    public void Dispose() => emulator.Dispose();

    [Theory]
    [InlineData("1ADA7444", "0004", "08")]
    [InlineData("04A23B1C5D6E80", "0044", "00")]
    [InlineData("0102030405060708090A", "0084", "00")]
    public async Task It_lists_a_card_with_a_UID_of_any_length(string uid, string atqa, string sak)
    {
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString(uid)));

        var output = await List();

        Assert.Contains("1 ISO14443A passive target(s) found:", output);
        Assert.Contains($"UID(NFCID1):{uid}", output);
        Assert.Contains($"ATQA(SENS_RES):{atqa}", output);
        Assert.Contains($"SAK(SEL_RES):{sak}", output);
    }

    [Fact]
    public async Task It_lists_two_cards()
    {
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("1ADA7444")));
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("04A23B1C5D6E80")));

        var output = await List();

        Assert.Contains("2 ISO14443A passive target(s) found:", output);
        Assert.Contains("UID(NFCID1):1ADA7444", output);
        Assert.Contains("UID(NFCID1):04A23B1C5D6E80", output);
    }

    [Fact]
    public async Task It_finds_nothing_in_an_empty_field()
    {
        var output = await List();

        Assert.Contains(output, line => line.StartsWith("NFC device:", StringComparison.Ordinal));
        Assert.DoesNotContain(output, line => line.Contains("target(s) found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_can_be_run_again_on_the_chip_that_it_has_put_to_sleep()
    {
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("04A23B1C5D6E80")));

        Assert.Equal(await List(), await List());
    }

    // The card of 10 bytes is one of ISO/IEC 14443-4: of others libnfc 1.8 knows no way to ask whether they are there.
    [Theory]
    [InlineData("1ADA7444", 0x0004, 0x08, "")]
    [InlineData("04A23B1C5D6E80", 0x0044, 0x00, "")]
    [InlineData("042F1C5A7B3D80", 0x0344, 0x20, "7577810280")]
    [InlineData("0102030405060708090A", 0x0384, 0x20, "7577810280")]
    public async Task It_polls_for_a_card_with_a_UID_of_any_length_and_sees_it_go(
        string uid, int atqa, byte sak, string answerToSelect)
    {
        var identity = new CardIdentity(Convert.FromHexString(uid), (ushort)atqa, sak);
        var card = new EmulatedCard(identity, Convert.FromHexString(answerToSelect));
        // Without a terminal to write to it would keep its words until its end.
        SkipWithout("nfc-poll", "libnfc-examples");
        await using var poll = await ChildProcess.StartAsync("stdbuf", Device(), "-o0", "nfc-poll");
        await poll.Output.First<string>(
            0, line => line.Contains("will poll", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(poll.Output.Seen, line => Field().IsMatch(line));

        emulator.Put(card);
        await poll.Output.First<string>(
            0, line => line.Contains("SAK", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await poll.Output.First<string>(
            0, line => WithoutGapsInNumbers(line) == $"UID(NFCID1):{uid}", TestContext.Current.CancellationToken);
        emulator.Take(card);

        // It reads without a pause until the card is gone; End has a deadline.
        Assert.Equal(0, await poll.End(TestContext.Current.CancellationToken));
        Assert.Contains(poll.Output.Seen, line => line.EndsWith("done.", StringComparison.Ordinal));
        Assert.Contains(poll.Errors.Seen, line => line.Contains("Target Released", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_lists_cards_at_the_rate_that_our_driver_has_left_the_chip_at()
    {
        using (var reader = new RunningReader(emulator.DevicePath, 921_600))
            await reader.Becomes(ReaderHealth.Working);
        // Only now: at this rate libnfc switches the field off and on so fast that a card which our driver had halted
        // may keep its state, and answers no REQA then (ISO/IEC 14443-3).
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("04A23B1C5D6E80")));

        // libnfc waits a fixed time for each answer, which a busy machine may miss: it is asked a few times.
        IReadOnlyList<string> listed = [];
        for (var asked = 0; asked < 5 && !listed.Contains("UID(NFCID1):04A23B1C5D6E80"); asked++)
            listed = await List(":921600");
        Assert.Contains("UID(NFCID1):04A23B1C5D6E80", listed);
    }

    private async Task<IReadOnlyList<string>> List(string rate = "")
    {
        SkipWithout("nfc-list", "libnfc-bin");
        await using var list = await ChildProcess.StartAsync("nfc-list", Device(rate));
        Assert.Equal(0, await list.End(TestContext.Current.CancellationToken));
        return [.. list.Output.Seen.Select(WithoutGapsInNumbers)];
    }

    private Dictionary<string, string> Device(string rate = "") => new()
    {
        ["LIBNFC_DEFAULT_DEVICE"] = $"pn532_uart:{emulator.DevicePath}{rate}",
    };

    private static void SkipWithout(string program, string package)
    {
        if (!ChildProcess.Exists(program))
            Assert.Skip($"{program} is not installed (Debian: {package}).");
    }

    // "UID (NFCID1): 04  a2  3b" becomes "UID(NFCID1):04A23B".
    private static string WithoutGapsInNumbers(string line) =>
        Field().IsMatch(line) ? line.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() : line;

    [GeneratedRegex(@"\((NFCID1|SENS_RES|SEL_RES)\):")]
    private static partial Regex Field();
}
