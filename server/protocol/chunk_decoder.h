#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/error.h"

namespace parley {

// The chunked transfer coding, byte by byte, so that it gives the same however it is cut.
// Extensions and trailers are checked, counted and dropped. Source: RFC 9112, section 7.1.
// Thread: any one.
class ChunkDecoder
{
public:
    enum class State : std::uint8_t { Reading, Done, Failed };

    //! \p overheadBytes: what extensions and trailers together may take.
    explicit ChunkDecoder(std::size_t overheadBytes) : m_overheadLeft(overheadBytes) {}

    //! Appends data to \p body, which never gets longer than \p bodyLimit. \return bytes consumed;
    //! those behind the last chunk are not.
    std::size_t feed(std::string_view bytes, std::string &body, std::size_t bodyLimit);

    State state() const { return m_state; }
    const Error &failure() const { return m_failure; } // when Failed

private:
    enum class Part : std::uint8_t { Size, Extension, SizeEnd, Data, DataCr, DataLf, Trailer };

    void takeByte(char c, std::uint64_t room);
    void takeSizeByte(char c, std::uint64_t room);
    void takeExtensionByte(char c);
    void takeTrailerByte(char c);
    bool spend(); // one byte of overhead; false: failed
    void fail(ErrorCode code, std::string_view why);

    std::size_t m_overheadLeft;
    std::uint64_t m_size = 0; // announced and not yet received
    std::string m_line{}; // of the trailer
    Error m_failure{ErrorCode::InvalidArgument, {}};
    State m_state = State::Reading;
    Part m_part = Part::Size;
    std::uint8_t m_digits = 0;
};

} // namespace parley
