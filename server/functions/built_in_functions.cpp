#include "server/functions/built_in_functions.h"

#include <utility>

#include "server/functions/echo_function.h"

namespace parley::functions {

BuiltInFunctions::BuiltInFunctions(FunctionOptions options, Surroundings surroundings) :
    m_options(std::move(options)), m_surroundings(std::move(surroundings))
{
}

std::vector<FunctionEntry> BuiltInFunctions::entries()
{
    const auto makeRoom = [this]() -> std::unique_ptr<Function> {
        return std::make_unique<TranslatedRoom>(
            m_options,
            TranslatedRoom::Surroundings{m_rooms, m_board, m_surroundings.publisher,
                                         m_surroundings.clock, m_surroundings.log,
                                         m_surroundings.onVerdict, m_surroundings.onHeld});
    };
    return {{"echo", [] { return std::make_unique<EchoFunction>(); }}, {"room", makeRoom}};
}

void BuiltInFunctions::setRooms(std::vector<Room> rooms)
{
    m_rooms.setRooms(std::move(rooms));
}

std::vector<EngineStatus> BuiltInFunctions::engineStatus() const
{
    return m_board.engines();
}

} // namespace parley::functions
