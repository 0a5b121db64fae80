using System.Device.I2c;
using System.Threading.Channels;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Iot.Device.Pn532;
using Iot.Device.Pn532.ListPassive;
using Theirs = Iot.Device.Pn532.Pn532;

namespace Tests.Bench;

/// <summary>
/// The PN532 of Iot.Device.Bindings on an emulated I2C bus: ListPassiveTarget again and again, without the pause of
/// 200 ms that its examples make.
/// </summary>
internal sealed class BindingsClient : IReaderClient
{
    private readonly Channel<(string Uid, long At)> cards = Channel.CreateUnbounded<(string, long)>();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread thread;
    private volatile bool stopping;

    public BindingsClient(Pn532BusEmulator emulator, int hertz)
    {
        thread = new Thread(() => Run(emulator.OnI2c(hertz))) { Name = "Iot.Device.Bindings", IsBackground = true };
        thread.Start();
    }

    public Task ReadyAsync(CancellationToken cancellation) => ready.Task.WaitAsync(cancellation);

    public async Task<long> UidAsync(string uid, CancellationToken cancellation)
    {
        while (true)
            if (await cards.Reader.ReadAsync(cancellation) is var (seen, at) && seen == uid)
                return at;
    }

    public ValueTask DisposeAsync()
    {
        stopping = true;
        thread.Join();
        return ValueTask.CompletedTask;
    }

    private void Run(II2cDevice device)
    {
        try
        {
            Settle(device);
            var reader = new Theirs(new Bus(device));
            ready.SetResult();
            while (!stopping)
                if (reader.ListPassiveTarget(MaxTarget.One, TargetBaudRate.B106kbpsTypeA) is { Length: > 1 } found
                    && reader.TryDecode106kbpsTypeA(found.AsSpan(1)) is { } card)
                    cards.Writer.TryWrite((Convert.ToHexString(card.NfcId), Elapsed.Now));
        }
        catch (Exception failure)
        {
            ready.TrySetException(failure);
            cards.Writer.TryComplete(failure);
        }
    }

    // As its examples leave nothing running.
    private static void Settle(II2cDevice device)
    {
        device.TryWrite([0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00]);
        ReadAway(device);
    }

    private static void ReadAway(II2cDevice device)
    {
        Span<byte> status = stackalloc byte[1];
        Span<byte> frame = stackalloc byte[64];
        while (device.TryRead(status) && (status[0] & 1) != 0)
            device.TryRead(frame);
    }

    /// <summary>
    /// The emulated bus as the library sees buses. The library writes commands without having read the response before,
    /// and works with chips, which therefore drop it; ours keeps it, so it is read away here: one status byte a
    /// command.
    /// </summary>
    private sealed class Bus(II2cDevice device) : I2cDevice
    {
        // ACK and NACK; a command is longer.
        private const int ShortFrame = 6;

        public override I2cConnectionSettings ConnectionSettings { get; } = new(1, Theirs.I2cDefaultAddress);

        public override void Read(Span<byte> buffer)
        {
            if (!device.TryRead(buffer))
                throw new IOException("The chip does not acknowledge its address.");
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length > ShortFrame)
                ReadAway(device);
            if (!device.TryWrite(buffer))
                throw new IOException("The chip does not acknowledge its address.");
        }

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            Write(writeBuffer);
            Read(readBuffer);
        }
    }
}
