#pragma once

#include <QWidget>

class QComboBox;
class QSpinBox;

namespace parley::ui {

// A length of time as a number and its unit, from 1 second to ten years. Thread: GUI.
class SpanField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpanField)

public:
    //! \param name of the number for screen readers; the unit is called after it.
    SpanField(const QString &name, QWidget *parent);

    qint64 seconds() const;
    void setSeconds(qint64 seconds);

Q_SIGNALS:
    void changed();

private:
    QSpinBox *m_number = nullptr;
    QComboBox *m_unit = nullptr;
};

} // namespace parley::ui
