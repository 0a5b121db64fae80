using System.Runtime.CompilerServices;
using HardwareDrivers.Linux;

namespace Tests.RealParts.HardwareDrivers.Linux;

/// <summary>Every structure and number that goes to the kernel, compared with the kernel's own headers.</summary>
public class LayoutTests
{
    private delegate ref TField FieldOf<T, TField>(ref T structure);

    [Fact]
    public async Task All_sizes_offsets_and_numbers_are_those_of_the_kernels_headers()
    {
        Assert.SkipWhen(KernelHeaders.WhyNot is not null, KernelHeaders.WhyNot ?? "");
        var kernel = await KernelHeaders.AskAsync(TestContext.Current.CancellationToken);

        var ours = Structures().Concat(Numbers()).ToDictionary();

        Assert.Empty(kernel.Keys.Except(ours.Keys));
        Assert.Empty(ours.Keys.Except(kernel.Keys));
        Assert.All(ours, row => Assert.True(
            kernel[row.Key] == row.Value, $"{row.Key}: the kernel has {kernel[row.Key]}, we have {row.Value}"));
    }

    // Two structures of i2c hold pointers, a time has longs; the kernel means the others to be the same everywhere.
    [Fact]
    public async Task On_a_32_bit_machine_only_the_structures_with_pointers_and_longs_are_smaller()
    {
        Assert.SkipWhen(KernelHeaders.WhyNot is not null, KernelHeaders.WhyNot ?? "");
        var expected = Structures().ToDictionary();
        (expected["sizeof i2c_msg"], expected["offsetof i2c_msg.buf"]) = (12, 8);
        (expected["sizeof timespec"], expected["offsetof timespec.tv_nsec"]) = (8, 4);
        (expected["sizeof i2c_rdwr_ioctl_data"], expected["offsetof i2c_rdwr_ioctl_data.nmsgs"]) = (8, 4);

        var complaints = await KernelHeaders.CheckFor32BitsAsync(
            expected.Select(Statement), TestContext.Current.CancellationToken);

        Assert.SkipWhen(complaints is null, "the compiler has no headers for 32-bit machines");
        Assert.Equal("", complaints);
    }

    private static string Statement(KeyValuePair<string, long> row)
    {
        var (kind, what) = (row.Key.Split(' ')[0], row.Key.Split(' ')[1].Replace(".", ", ", StringComparison.Ordinal));
        return $"_Static_assert({kind}(struct {what}) == {row.Value}, \"{row.Key}\");";
    }

    private static IEnumerable<KeyValuePair<string, long>> Structures() =>
    [
        Size<ChipInfo>("gpiochip_info"),
        Offset("gpiochip_info.name", ref KernelName (ref ChipInfo info) => ref info.Name),
        Offset("gpiochip_info.label", ref KernelName (ref ChipInfo info) => ref info.Label),
        Offset("gpiochip_info.lines", ref uint (ref ChipInfo info) => ref info.Lines),
        Size<LineValues>("gpio_v2_line_values"),
        Offset("gpio_v2_line_values.bits", ref ulong (ref LineValues values) => ref values.Bits),
        Offset("gpio_v2_line_values.mask", ref ulong (ref LineValues values) => ref values.Mask),
        Size<LineAttribute>("gpio_v2_line_attribute"),
        Offset("gpio_v2_line_attribute.id", ref LineAttributeId (ref LineAttribute attribute) => ref attribute.Id),
        Offset("gpio_v2_line_attribute.values", ref ulong (ref LineAttribute attribute) => ref attribute.Value),
        Offset(
            "gpio_v2_line_attribute.debounce_period_us",
            ref ulong (ref LineAttribute attribute) => ref attribute.Value),
        Size<LineConfigurationAttribute>("gpio_v2_line_config_attribute"),
        Offset(
            "gpio_v2_line_config_attribute.attr",
            ref LineAttribute (ref LineConfigurationAttribute attribute) => ref attribute.Attribute),
        Offset(
            "gpio_v2_line_config_attribute.mask",
            ref ulong (ref LineConfigurationAttribute attribute) => ref attribute.Mask),
        Size<LineConfiguration>("gpio_v2_line_config"),
        Offset("gpio_v2_line_config.flags", ref LineFlags (ref LineConfiguration line) => ref line.Flags),
        Offset("gpio_v2_line_config.num_attrs", ref uint (ref LineConfiguration line) => ref line.AttributeCount),
        Offset(
            "gpio_v2_line_config.attrs",
            ref LineConfiguration.ConfigurationAttributes (ref LineConfiguration line) => ref line.Attributes),
        Size<LineRequest>("gpio_v2_line_request"),
        Offset(
            "gpio_v2_line_request.offsets",
            ref LineRequest.LineOffsets (ref LineRequest request) => ref request.Offsets),
        Offset("gpio_v2_line_request.consumer", ref KernelName (ref LineRequest request) => ref request.Consumer),
        Offset(
            "gpio_v2_line_request.config",
            ref LineConfiguration (ref LineRequest request) => ref request.Configuration),
        Offset("gpio_v2_line_request.num_lines", ref uint (ref LineRequest request) => ref request.LineCount),
        Offset(
            "gpio_v2_line_request.event_buffer_size",
            ref uint (ref LineRequest request) => ref request.EventBufferSize),
        Offset("gpio_v2_line_request.fd", ref int (ref LineRequest request) => ref request.Descriptor),
        Size<LineInfo>("gpio_v2_line_info"),
        Offset("gpio_v2_line_info.name", ref KernelName (ref LineInfo info) => ref info.Name),
        Offset("gpio_v2_line_info.consumer", ref KernelName (ref LineInfo info) => ref info.Consumer),
        Offset("gpio_v2_line_info.offset", ref uint (ref LineInfo info) => ref info.Offset),
        Offset("gpio_v2_line_info.flags", ref LineFlags (ref LineInfo info) => ref info.Flags),
        Size<LineEvent>("gpio_v2_line_event"),
        Offset("gpio_v2_line_event.timestamp_ns", ref ulong (ref LineEvent happened) => ref happened.Nanoseconds),
        Offset("gpio_v2_line_event.id", ref LineEventId (ref LineEvent happened) => ref happened.Id),
        Offset("gpio_v2_line_event.offset", ref uint (ref LineEvent happened) => ref happened.Offset),
        Offset("gpio_v2_line_event.seqno", ref uint (ref LineEvent happened) => ref happened.Sequence),
        Offset("gpio_v2_line_event.line_seqno", ref uint (ref LineEvent happened) => ref happened.LineSequence),
        Size<I2cMessage>("i2c_msg"),
        Offset("i2c_msg.addr", ref ushort (ref I2cMessage message) => ref message.Address),
        Offset("i2c_msg.flags", ref ushort (ref I2cMessage message) => ref message.Flags),
        Offset("i2c_msg.len", ref ushort (ref I2cMessage message) => ref message.Length),
        Offset("i2c_msg.buf", ref nint (ref I2cMessage message) => ref message.Buffer),
        Size<I2cTransfer>("i2c_rdwr_ioctl_data"),
        Offset("i2c_rdwr_ioctl_data.msgs", ref nint (ref I2cTransfer transfer) => ref transfer.Messages),
        Offset("i2c_rdwr_ioctl_data.nmsgs", ref uint (ref I2cTransfer transfer) => ref transfer.Count),
        Size<SpiTransfer>("spi_ioc_transfer"),
        Offset("spi_ioc_transfer.tx_buf", ref ulong (ref SpiTransfer transfer) => ref transfer.Sent),
        Offset("spi_ioc_transfer.rx_buf", ref ulong (ref SpiTransfer transfer) => ref transfer.Received),
        Offset("spi_ioc_transfer.len", ref uint (ref SpiTransfer transfer) => ref transfer.Length),
        Offset("spi_ioc_transfer.speed_hz", ref uint (ref SpiTransfer transfer) => ref transfer.Hertz),
        Offset("spi_ioc_transfer.delay_usecs", ref ushort (ref SpiTransfer transfer) => ref transfer.DelayMicroseconds),
        Offset("spi_ioc_transfer.bits_per_word", ref byte (ref SpiTransfer transfer) => ref transfer.BitsPerWord),
        Offset("spi_ioc_transfer.cs_change", ref byte (ref SpiTransfer transfer) => ref transfer.Deselect),
        Size<TerminalAttributes>("termios2"),
        Offset("termios2.c_iflag", ref uint (ref TerminalAttributes terminal) => ref terminal.input),
        Offset("termios2.c_oflag", ref uint (ref TerminalAttributes terminal) => ref terminal.output),
        Offset("termios2.c_cflag", ref uint (ref TerminalAttributes terminal) => ref terminal.control),
        Offset("termios2.c_lflag", ref uint (ref TerminalAttributes terminal) => ref terminal.local),
        Offset("termios2.c_line", ref byte (ref TerminalAttributes terminal) => ref terminal.discipline),
        Offset(
            "termios2.c_cc",
            ref TerminalAttributes.ControlCharacters (ref TerminalAttributes terminal) => ref terminal.characters),
        Offset("termios2.c_ispeed", ref uint (ref TerminalAttributes terminal) => ref terminal.inputRate),
        Offset("termios2.c_ospeed", ref uint (ref TerminalAttributes terminal) => ref terminal.outputRate),
        Size<PollDescriptor>("pollfd"),
        Offset("pollfd.fd", ref int (ref PollDescriptor poll) => ref poll.Descriptor),
        Offset("pollfd.events", ref PollEvents (ref PollDescriptor poll) => ref poll.Wanted),
        Offset("pollfd.revents", ref PollEvents (ref PollDescriptor poll) => ref poll.Seen),
        Size<TimeSpecification>("timespec"),
        Offset("timespec.tv_sec", ref nint (ref TimeSpecification time) => ref time.Seconds),
        Offset("timespec.tv_nsec", ref nint (ref TimeSpecification time) => ref time.Nanoseconds),
    ];

    private static IEnumerable<KeyValuePair<string, long>> Numbers() => new Dictionary<string, long>
    {
        ["GPIO_MAX_NAME_SIZE"] = KernelName.Size,
        ["GPIO_GET_CHIPINFO_IOCTL"] = LineRequests.ChipInfo,
        ["GPIO_V2_GET_LINEINFO_IOCTL"] = LineRequests.LineInfo,
        ["GPIO_V2_GET_LINE_IOCTL"] = LineRequests.Line,
        ["GPIO_V2_LINE_GET_VALUES_IOCTL"] = LineRequests.GetValues,
        ["GPIO_V2_LINE_SET_VALUES_IOCTL"] = LineRequests.SetValues,
        ["GPIO_V2_LINE_FLAG_USED"] = (long)LineFlags.Used,
        ["GPIO_V2_LINE_FLAG_ACTIVE_LOW"] = (long)LineFlags.ActiveLow,
        ["GPIO_V2_LINE_FLAG_INPUT"] = (long)LineFlags.Input,
        ["GPIO_V2_LINE_FLAG_OUTPUT"] = (long)LineFlags.Output,
        ["GPIO_V2_LINE_FLAG_EDGE_RISING"] = (long)LineFlags.RisingEdge,
        ["GPIO_V2_LINE_FLAG_EDGE_FALLING"] = (long)LineFlags.FallingEdge,
        ["GPIO_V2_LINE_FLAG_OPEN_DRAIN"] = (long)LineFlags.OpenDrain,
        ["GPIO_V2_LINE_FLAG_BIAS_PULL_UP"] = (long)LineFlags.PullUp,
        ["GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN"] = (long)LineFlags.PullDown,
        ["GPIO_V2_LINE_FLAG_BIAS_DISABLED"] = (long)LineFlags.NoPull,
        ["GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES"] = (long)LineAttributeId.OutputValues,
        ["GPIO_V2_LINE_ATTR_ID_DEBOUNCE"] = (long)LineAttributeId.Debounce,
        ["GPIO_V2_LINE_EVENT_RISING_EDGE"] = (long)LineEventId.Rising,
        ["GPIO_V2_LINE_EVENT_FALLING_EDGE"] = (long)LineEventId.Falling,
        ["I2C_TIMEOUT"] = I2cRequests.Timeout,
        ["I2C_FUNCS"] = I2cRequests.Functions,
        ["I2C_RDWR"] = I2cRequests.Transfer,
        ["I2C_FUNC_I2C"] = (long)I2cRequests.PlainTransfers,
        ["I2C_M_RD"] = I2cRequests.ReadFlag,
        ["SPI_IOC_MESSAGE(1)"] = SpiRequests.Message,
        ["SPI_IOC_WR_MODE"] = SpiRequests.WriteMode,
        ["SPI_IOC_WR_BITS_PER_WORD"] = SpiRequests.WriteBitsPerWord,
        ["SPI_IOC_WR_MAX_SPEED_HZ"] = SpiRequests.WriteRate,
        ["TCGETS2"] = TerminalAttributes.GetRequest,
        ["TCSETSW2"] = TerminalAttributes.SetRequest,
        ["CS8"] = TerminalAttributes.EightBits,
        ["CREAD"] = TerminalAttributes.ReceiverOn,
        ["CLOCAL"] = TerminalAttributes.NoModemLines,
        ["BOTHER"] = TerminalAttributes.FreeRate,
        ["B9600"] = TerminalAttributes.RateBits(9_600),
        ["B19200"] = TerminalAttributes.RateBits(19_200),
        ["B38400"] = TerminalAttributes.RateBits(38_400),
        ["B57600"] = TerminalAttributes.RateBits(57_600),
        ["B115200"] = TerminalAttributes.RateBits(115_200),
        ["B230400"] = TerminalAttributes.RateBits(230_400),
        ["B460800"] = TerminalAttributes.RateBits(460_800),
        ["B921600"] = TerminalAttributes.RateBits(921_600),
        ["TCIFLUSH"] = SerialLink.InputQueue,
        ["TCIOFLUSH"] = SerialLink.BothQueues,
        ["CLOCK_MONOTONIC"] = MonotonicClock.Id,
        ["PR_SET_TIMERSLACK"] = TimerSlack.SetTimerSlack,
        ["VMIN"] = TerminalAttributes.ControlCharacters.MinimumBytes,
        ["O_WRONLY"] = (long)OpenFlags.WriteOnly,
        ["O_RDWR"] = (long)OpenFlags.ReadWrite,
        ["O_NOCTTY"] = (long)OpenFlags.NoControllingTerminal,
        ["O_NONBLOCK"] = (long)OpenFlags.NonBlocking,
        ["O_CLOEXEC"] = (long)OpenFlags.CloseOnExec,
        ["POLLIN"] = (long)PollEvents.Readable,
        ["POLLOUT"] = (long)PollEvents.Writable,
        ["POLLERR"] = (long)PollEvents.Error,
        ["POLLHUP"] = (long)PollEvents.HungUp,
        ["POLLNVAL"] = (long)PollEvents.NotOpen,
        ["ENOENT"] = Errno.NoSuchFile,
        ["EINTR"] = Errno.Interrupted,
        ["ENXIO"] = Errno.NoSuchDeviceOrAddress,
        ["EAGAIN"] = Errno.TryAgain,
        ["EACCES"] = Errno.PermissionDenied,
        ["EBUSY"] = Errno.Busy,
        ["ENODEV"] = Errno.NoSuchDevice,
        ["EINVAL"] = Errno.InvalidArgument,
        ["ENOTTY"] = Errno.NotATerminal,
        ["EOPNOTSUPP"] = Errno.OperationNotSupported,
        ["ETIMEDOUT"] = Errno.TimedOut,
        ["EIO"] = Errno.InputOutput,
        ["EREMOTEIO"] = Errno.RemoteInputOutput,
    };

    private static KeyValuePair<string, long> Size<T>(string name) => new($"sizeof {name}", Unsafe.SizeOf<T>());

    private static KeyValuePair<string, long> Offset<T, TField>(string name, FieldOf<T, TField> field) where T : struct
    {
        var structure = default(T);
        ref var start = ref Unsafe.As<T, byte>(ref structure);
        ref var place = ref Unsafe.As<TField, byte>(ref field(ref structure));
        return new($"offsetof {name}", Unsafe.ByteOffset(ref start, ref place));
    }
}
