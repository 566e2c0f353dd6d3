#pragma once

#include <QWidget>

#include "server/client/attempt_info.h"

class QComboBox;
class QPlainTextEdit;

namespace parley::ui {

// What changed from one attempt's answer to another's. Thread: GUI.
class DifferenceView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DifferenceView)

public:
    explicit DifferenceView(QWidget *parent);

    //! \param current the attempt that is looked at; it is compared with the one before.
    void setAttempts(const QList<client::AttemptInfo> &attempts, std::uint32_t current);

private:
    void compare();

    QList<client::AttemptInfo> m_attempts{};
    QComboBox *m_before = nullptr;
    QComboBox *m_after = nullptr;
    QPlainTextEdit *m_text = nullptr;
};

} // namespace parley::ui
