using System.Globalization;
using System.Text;
using QRCoder;

namespace CloudBridge.Ledger;

/// <summary>A QR code as SVG.</summary>
internal static class QrPicture
{
    /// <param name="text">What it says.</param>
    /// <param name="name">What it is, for who does not see it.</param>
    public static Html Of(string text, string name)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var size = code.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                if (code.ModuleMatrix[y][x])
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return Html.Of(
            $"""
            <svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{name}">
            <rect width="{size}" height="{size}"/><path d="{path.ToString()}" shape-rendering="crispEdges"/></svg>
            """);
    }
}
