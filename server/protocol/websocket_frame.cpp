#include "server/protocol/websocket_frame.h"

#include "server/protocol/limits.h"

namespace parley {
namespace {

std::string closeBody(std::uint16_t code, std::string_view reason)
{
    std::size_t size = reason.size();
    if (size > limits::kControlBytes - 2) {
        size = limits::kControlBytes - 2;
        while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xc0) == 0x80)
            --size; // reason[size] continues a character: leave all of it out
    }
    std::string body;
    body += static_cast<char>(code >> 8);
    body += static_cast<char>(code & 0xff);
    return body.append(reason.substr(0, size));
}

} // namespace

void appendFrame(std::string &out, Opcode opcode, std::string_view body)
{
    char header[kMaxServerHeaderBytes];
    out.append(header, writeFrameHeader(header, body.size(), opcode)).append(body);
}

std::string closeFrame(CloseCode code, std::string_view reason)
{
    std::string frame;
    appendFrame(frame, Opcode::Close, closeBody(static_cast<std::uint16_t>(code), reason));
    return frame;
}

std::string closeEcho(std::uint16_t code)
{
    std::string frame;
    appendFrame(frame, Opcode::Close, code == kNoCloseCode ? std::string{} : closeBody(code, {}));
    return frame;
}

} // namespace parley
