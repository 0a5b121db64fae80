using System.Globalization;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Linux;

/// <summary>What the kernel's headers on this machine say, by the C compiler.</summary>
internal static class KernelHeaders
{
    private const string Compiler = "cc";
    private const string OneOfThem = "/usr/include/linux/gpio.h";

    /// <summary>Null where the headers can be asked.</summary>
    public static string? WhyNot =>
        !ChildProcess.Exists(Compiler) ? "there is no C compiler: apt-get install gcc libc6-dev"
        : !File.Exists(OneOfThem) ? "the kernel's headers are not there: apt-get install linux-libc-dev"
        : null;

    /// <summary>Compiles and runs layout.c.</summary>
    /// <returns>Its lines: what, and the number.</returns>
    public static async Task<Dictionary<string, long>> AskAsync(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Path, "layout");
        var source = Path.Combine(
            Checkout.Root, "tests", "RealParts", "HardwareDrivers", "Linux", "layout.c");
        Assert.Equal("", await RunAsync(Compiler, ["-Wall", "-Werror", "-o", program, source], cancellation));
        var lines = await RunAsync(program, [], cancellation);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Has the compiler check statements for a 32-bit machine; nothing is run.</summary>
    /// <returns>What it complains of; null when it has no such headers.</returns>
    public static async Task<string?> CheckFor32BitsAsync(
        IEnumerable<string> statements, CancellationToken cancellation)
    {
        const string Headers = """
            #include <stddef.h>
            #include <linux/gpio.h>
            #include <linux/i2c.h>
            #include <linux/i2c-dev.h>
            #include <linux/spi/spidev.h>
            #include <linux/poll.h>
            #include <linux/time.h>
            #include <asm/termbits.h>

            """;
        using var folder = new TemporaryFolder();
        var source = Path.Combine(folder.Path, "small.c");
        var machine = (await RunAsync(Compiler, ["-print-multiarch"], cancellation)).Trim();
        return await Try(Headers) == "" ? await Try(Headers + string.Join('\n', statements) + '\n') : null;

        async Task<string> Try(string text)
        {
            await File.WriteAllTextAsync(source, text, cancellation);
            return await RunAsync(
                Compiler,
                ["-m32", "-ffreestanding", "-fsyntax-only", "-isystem", $"/usr/include/{machine}", source],
                cancellation);
        }
    }

    /// <returns>Standard output and standard error, line by line.</returns>
    private static async Task<string> RunAsync(
        string program, string[] arguments, CancellationToken cancellation)
    {
        await using var process = await ChildProcess.StartAsync(
            program, new Dictionary<string, string>(), arguments);
        await process.End(cancellation);
        return string.Join('\n', process.Output.Seen.Concat(process.Errors.Seen));
    }
}
