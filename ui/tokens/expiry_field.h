#pragma once

#include <optional>

#include <QWidget>

class QComboBox;
class QDateTimeEdit;

namespace parley::ui {

// Until when: a span from now, a moment, or no end. Thread: GUI.
class ExpiryField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExpiryField)

public:
    explicit ExpiryField(QWidget *parent);

    std::optional<qint64> seconds() const; // from now; nullopt: until revoked
    //! Offers and chooses the \p seconds of a template; 0: it no longer does.
    void setTemplateSpan(qint64 seconds);

Q_SIGNALS:
    void changed();

private:
    QComboBox *m_span = nullptr;
    QDateTimeEdit *m_moment = nullptr;
    bool m_ofTemplate = false; // the first choice is a template's
};

} // namespace parley::ui
