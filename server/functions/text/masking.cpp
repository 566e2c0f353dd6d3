#include "server/functions/text/masking.h"

#include <algorithm>

namespace parley::functions {
namespace {

std::vector<ByteSpan> united(std::vector<ByteSpan> spans)
{
    std::sort(spans.begin(), spans.end(),
              [](const ByteSpan &a, const ByteSpan &b) { return a.begin < b.begin; });
    std::vector<ByteSpan> all;
    for (const ByteSpan &span : spans) {
        if (!all.empty() && span.begin <= all.back().end)
            all.back().end = std::max(all.back().end, span.end);
        else
            all.push_back(span);
    }
    return all;
}

} // namespace

ByteSpan wholeGraphemes(ByteSpan span, const std::vector<bool> &begins)
{
    while (span.begin > 0 && !begins[span.begin])
        --span.begin;
    while (span.end + 1 < begins.size() && !begins[span.end])
        ++span.end;
    return span;
}

MaskedText mask(std::string_view text, std::vector<ByteSpan> spans, const std::vector<bool> &begins)
{
    MaskedText masked;
    std::size_t from = 0;
    for (const ByteSpan &span : united(std::move(spans))) {
        masked.text += text.substr(from, span.begin - from);
        const std::size_t begin = masked.text.size();
        for (std::size_t at = span.begin; at < span.end; ++at) {
            if (begins[at])
                masked.text += text[at] == '\n' ? '\n' : '*';
        }
        masked.masked.push_back({begin, masked.text.size()});
        from = span.end;
    }
    masked.text += text.substr(from);
    return masked;
}

} // namespace parley::functions
