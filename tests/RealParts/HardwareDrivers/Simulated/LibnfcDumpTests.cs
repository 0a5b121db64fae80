using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Simulated;

/// <summary>libnfc's own tools read emulated cards out, to the last byte.</summary>
public sealed class LibnfcDumpTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("et-dump-");
    // nfc-mfultralight switches the field off and on within 3 ms and expects that the card, which its listing has put
    // to sleep, has forgotten that: cards may remember for 5 ms (ISO/IEC 14443-3), and hardly one does for 1.
    private readonly Pn532Emulator emulator = new(
        115_200, new ChipTimings { CardMemory = TimeSpan.FromMilliseconds(1) });

    private string Dump => Path.Combine(folder.FullName, "dump.mfd");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Models { get; } =
        [.. new[]
        {
            UltralightModel.Ultralight11, UltralightModel.Ultralight21, UltralightModel.Ntag213,
            UltralightModel.Ntag215, UltralightModel.Ntag216,
        }.Select(model => model.Name)];

    public void Dispose()
    {
        emulator.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task It_dumps_an_Ultralight_or_NTAG(string name)
    {
        var model = ModelOf(name);
        var card = new UltralightCard(model, Convert.FromHexString("04A23B1C5D6E80"));
        for (byte page = 6; page < model.ConfigurationPage; page++)
            card.Load(page, [page, 0xCA, 0xFE, (byte)(0xFF - page)]);
        emulator.Put(card);

        await Run("nfc-mfultralight", "r", Dump);

        // The password is never shown.
        var expected = card.Memory.ToArray();
        expected.AsSpan(4 * model.PasswordPage).Clear();
        // Of this one the tool (libnfc 1.8) notes down its own idea of PACK, zeros, over the lock bytes of page 24.
        if (model == UltralightModel.Ultralight21)
            expected.AsSpan(4 * 0x24, 2).Clear();
        Assert.Equal(Convert.ToHexString(expected), await Dumped());
    }

    [Fact]
    public async Task It_dumps_a_MIFARE_Classic_with_the_keys_of_its_factory()
    {
        var card = Classic();
        emulator.Put(card);

        await Run("nfc-mfclassic", "r", "a", "u", Dump);

        // Without a file of keys the tool writes down the one that it used, and zeros for the other.
        var expected = card.Memory.ToArray();
        for (var keyB = 4 * 16 - 6; keyB < expected.Length; keyB += 4 * 16)
            expected.AsSpan(keyB, 6).Clear();
        Assert.Equal(Convert.ToHexString(expected), await Dumped());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public async Task It_dumps_a_MIFARE_Classic_with_keys_of_its_own(string which)
    {
        var card = Classic();
        for (var sector = 0; sector < 16; sector++)
            card.Load(4 * sector + 3, Convert.FromHexString($"A0A1A2A3A4{sector:X2}FF078069B0B1B2B3B4{sector:X2}"));
        emulator.Put(card);
        var keys = Path.Combine(folder.FullName, "keys.mfd");
        await File.WriteAllBytesAsync(keys, card.Memory.ToArray(), Cancellation);

        await Run("nfc-mfclassic", "r", which, "u", Dump, keys);

        Assert.Equal(Convert.ToHexString(card.Memory), await Dumped());
    }

    private static MifareClassicCard Classic()
    {
        var card = new MifareClassicCard(Convert.FromHexString("1ADA7444"));
        for (var block = 1; block < 64; block++)
            if (block % 4 != 3)
                card.Load(block, [.. Enumerable.Repeat((byte)block, 16)]);
        return card;
    }

    private static UltralightModel ModelOf(string name) => new[]
    {
        UltralightModel.Ultralight11, UltralightModel.Ultralight21, UltralightModel.Ntag213, UltralightModel.Ntag215,
        UltralightModel.Ntag216,
    }.Single(model => model.Name == name);

    private async Task<string> Dumped() => Convert.ToHexString(await File.ReadAllBytesAsync(Dump, Cancellation));

    private async Task Run(string program, params string[] arguments)
    {
        if (!ChildProcess.Exists(program))
            Assert.Skip($"{program} is not installed (Debian: libnfc-bin).");
        var device = new Dictionary<string, string>
        {
            ["LIBNFC_DEFAULT_DEVICE"] = $"pn532_uart:{emulator.DevicePath}",
        };
        await using var tool = await ChildProcess.StartAsync(program, device, arguments);
        var code = await tool.End(Cancellation);
        var said = string.Join('\n', tool.Output.Seen.Concat(tool.Errors.Seen));
        Assert.True(code == 0, $"{program} ended with {code}: {said}");
    }
}
