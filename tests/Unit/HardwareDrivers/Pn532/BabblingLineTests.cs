using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>A line that never stops talking, whatever it is asked. In virtual time.</summary>
public class BabblingLineTests
{
    // Whole responses, ACKs, noise, beginnings of frames, and one of the longest frame, a byte every 80 ms.
    [Theory]
    [InlineData("0000FF02FED533F800", 0.0868)]
    [InlineData("0000FF00FF00", 0.0868)]
    [InlineData("5555AA", 0.0868)]
    [InlineData("00FF", 0.0868)]
    [InlineData("00FFFFFF0109F6D5", 80)]
    public void A_driver_on_it_says_that_it_is_lost_in_time_and_stops_when_told(
        string bytes, double milliseconds)
    {
        var clock = new VirtualClock();
        using var end = new CancellationTokenSource();
        clock.At(TimeSpan.FromSeconds(20), end.Cancel);
        var events = new List<ReaderEvent>();

        new Pn532Reader(() => new BabblingLine(Convert.FromHexString(bytes), milliseconds, clock), new(), clock)
            .Run(events.Add, end.Token);

        Assert.Equal(2, events.Count);
        var lost = Assert.IsType<ReaderEvent.HealthChanged>(events[1]);
        Assert.Equal(ReaderHealth.Lost, lost.Health);
        Assert.InRange(ReaderRig.Milliseconds(lost), 0, 5000);
        // The virtual clock cannot be stopped in the middle of the longest pause.
        Assert.InRange(clock.Now / 1e6, 20_000, 22_100);
    }

    private sealed class BabblingLine(byte[] bytes, double milliseconds, VirtualClock clock) : ISerialLine
    {
        private const int Many = 10_000_000;

        private int next;

        public int Baud => 115_200;

        public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            Assert.True(next < Many, "The driver listens for ever.");
            clock.AdvanceTo(clock.Now + (long)(milliseconds * 1e6));
            buffer[0] = bytes[next++ % bytes.Length];
            return 1;
        }

        public void Write(ReadOnlySpan<byte> written, TimeSpan timeout, CancellationToken cancellation) =>
            cancellation.ThrowIfCancellationRequested();

        public void SetRate(int baud)
        {
        }

        public void DiscardInput()
        {
        }

        public void Dispose()
        {
        }
    }
}
