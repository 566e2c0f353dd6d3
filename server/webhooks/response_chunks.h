#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

// Takes the chunk framing off a body, without I/O. Memory: one line of at most kMaxLineBytes.
// Thread: any, one at a time. Source: RFC 9112, section 7.1.
class ResponseChunks
{
public:
    static constexpr std::size_t kMaxLineBytes = 4 * 1024; // size with extensions, or a trailer

    enum class Step { Data, NeedMore, End, Bad, TooLarge };

    //! \param maxOverhead bytes that extensions and trailers may take together.
    explicit ResponseChunks(std::size_t maxOverhead) : m_overheadLeft(maxOverhead) {}

    //! Takes bytes off the front of \p bytes until it has data (a view into what was given), wants
    //! more, met the end, or met what is not chunked framing.
    Step next(std::string_view &bytes, std::string_view &data);

    const std::string &fault() const { return m_fault; }

private:
    enum class Stage { Size, Data, DataEnd, Trailer };

    Step fail(std::string fault);
    Step takeLine(std::string_view &bytes); // End: m_line is whole
    Step takeSize();
    Step takeDataEnd(std::string_view &bytes);
    Step takeTrailer();

    Stage m_stage = Stage::Size;
    std::string m_line{}; // without CRLF once it is whole
    std::string m_fault{};
    std::uint64_t m_left = 0; // of the current chunk
    std::size_t m_dataEnd = 0; // bytes of the CRLF behind the data that were seen
    std::size_t m_overheadLeft;
};

} // namespace parley
